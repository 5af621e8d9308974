import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** Runs a Neo4j until the process is asked to end. Arguments: home folder, settings file. */
public class Neo4jServer {
  public static void main(String[] arguments) throws InterruptedException {
    DatabaseManagementService service =
        new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
            .loadPropertiesFromFile(Path.of(arguments[1]))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
    Thread.currentThread().join();
  }
}
