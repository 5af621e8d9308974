# The web view and API beside a Neo4j: docker-compose.yml says how. The default command serves on the
# network of its container only; docker-compose.yml publishes it on loopback.

FROM node:22-bookworm-slim AS web
WORKDIR /src/api/web
COPY api/web/package.json api/web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY api/ /src/api/
RUN npm run build

FROM python:3.12-slim-bookworm
WORKDIR /src
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY graph/ graph/
COPY ingest/ ingest/
COPY api/ api/
COPY cypher/ cypher/
COPY --from=web /src/api/static/ api/static/
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --create-home pingtai \
    && install -d -o pingtai -g pingtai -m 700 /home/pingtai/private
USER pingtai
WORKDIR /home/pingtai
EXPOSE 8420
ENTRYPOINT ["pingtai"]
CMD ["serve", "--host", "0.0.0.0"]
