package io.whoread.collector.demo;

import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.cli.ProgramJar;
import io.whoread.collector.log.DataFolder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Sets the scene with the commands that anybody would type: the service is registered, the shop
 * started with the agent, the collector beside it, the past imported. Each runs in a JVM of its
 * own.
 */
final class Stage implements AutoCloseable {
  static final String USER = "demo";

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration COMMAND = Duration.ofSeconds(120);

  private final DemoSettings settings;
  private final Story story;
  private final HttpClient http;
  private final Deque<Child> children = new ArrayDeque<>();
  private boolean closed;

  Stage(DemoSettings settings, Story story, HttpClient http) {
    this.settings = settings;
    this.story = story;
    this.http = http;
  }

  /** Registers the service, and fills in what is particular to the shop. */
  void addService() throws DemoFailed, IOException, InterruptedException {
    Path yaml = settings.agentFolder().resolve("whoread.yaml");
    if (Files.exists(yaml)) {
      story.done("the service " + DemoSettings.SERVICE + " is registered since an earlier start");
    } else {
      run(
          "service add",
          List.of("service", "add", DemoSettings.SERVICE),
          List.of(
              "--data",
              settings.data().toString(),
              "--out",
              settings.folder().toString(),
              "--collector",
              settings.collectorAddress()));
      story.done(
          "agent, token, key and whoread.yaml, which the demo fills in with the shop's classes: "
              + settings.agentFolder());
    }
    // The agent may have been built anew since.
    Files.copy(
        ProgramJar.find("agent", ProgramJar.AGENT),
        settings.agentFolder().resolve("whoread-agent.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    Guard.fillIn(yaml, settings.collectorAddress());
  }

  /** Starts the shop with the agent; it fills its empty database on the way. */
  ShopBooks startShop(Instant world) throws DemoFailed, IOException, InterruptedException {
    Path agent = settings.agentFolder();
    story.command("java -javaagent:whoread-agent.jar=whoread.yaml -jar whoread-shop-exec.jar");
    List<String> arguments = java(384);
    arguments.add(
        "-javaagent:" + agent.resolve("whoread-agent.jar") + "=" + agent.resolve("whoread.yaml"));
    arguments.addAll(
        List.of(
            "-jar",
            settings.shopJar().toString(),
            "--server.address=127.0.0.1",
            "--server.port=" + settings.shopPort(),
            "--shop.world.until=" + world,
            "--shop.world.inventory=" + settings.books()));
    Child shop = start("shop", arguments);
    awaitAnswer(shop, settings.shopAddress() + "/", "the shop starts, with the agent in its JVM");
    story.done("the shop is open: " + settings.shopAddress());
    return ShopBooks.read(settings.books());
  }

  /**
   * Starts the collector.
   *
   * @return the way to its API, with an account that the console may be entered with
   */
  CollectorApi startCollector(String password)
      throws DemoFailed, IOException, InterruptedException {
    PasswordEncoder encoder = Passwords.encoder();
    DataFolder.make(settings.data());
    new Accounts(settings.data(), encoder)
        .put(
            new Account(
                USER,
                encoder.encode(password),
                EnumSet.of(AccountRole.SYSTEM, AccountRole.RESPONDER),
                null));
    List<String> words =
        List.of("collector", "--data", settings.data().toString(), "--port", "" + settings.port());
    story.command("./whoread collector --data " + settings.data() + " --port " + settings.port());
    Child collector = start("collector", whoread(words));
    awaitAnswer(
        collector,
        settings.collectorAddress() + "/actuator/health/readiness",
        "the collector starts");
    story.done("the collector listens: " + settings.collectorAddress());
    return new CollectorApi(http, settings.collectorAddress(), USER, password);
  }

  /** Imports records from a file into the running collector, with the service's token and key. */
  void importRecords(Path file) throws DemoFailed, IOException, InterruptedException {
    run(
        "import",
        List.of("import"),
        List.of(
            "--records",
            file.toString(),
            "--service",
            DemoSettings.SERVICE,
            "--collector",
            settings.collectorAddress(),
            "--token-file",
            settings.agentFolder().resolve("token").toString(),
            "--key-file",
            settings.agentFolder().resolve("key").toString()));
  }

  /**
   * @throws DemoFailed where the shop or the collector has ended
   */
  void check() throws DemoFailed, IOException {
    for (Child child : children) {
      child.mustLive();
    }
  }

  private void run(String part, List<String> shown, List<String> rest)
      throws DemoFailed, IOException, InterruptedException {
    List<String> words = new ArrayList<>(shown);
    words.addAll(rest);
    story.command("./whoread " + String.join(" ", words));
    Child command = start(part, whoread(words));
    Duration waited = Duration.ZERO;
    for (long from = System.nanoTime(); waited.compareTo(COMMAND) < 0; ) {
      if (command.ends(Duration.ofMillis(500))) {
        break;
      }
      waited = Duration.ofNanos(System.nanoTime() - from);
      story.progress(part + " ... " + waited.toSeconds() + " s");
    }
    command.mustHaveSucceeded(waited);
    synchronized (children) {
      children.remove(command);
    }
  }

  private List<String> whoread(List<String> words) {
    List<String> arguments = java(768);
    arguments.addAll(
        List.of("-Dwhoread.home=" + settings.home(), "-jar", settings.collectorJar().toString()));
    arguments.addAll(words);
    return arguments;
  }

  /** Options that make small JVMs start fast; nothing of the demo needs the last of their speed. */
  private static List<String> java(int megabytes) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Xmx" + megabytes + "m");
    arguments.add("-XX:+UseSerialGC");
    arguments.add("-XX:TieredStopAtLevel=1");
    if (Runtime.version().feature() >= 22) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
    }
    return arguments;
  }

  private Child start(String name, List<String> arguments) throws IOException {
    Files.createDirectories(settings.logs());
    Path log = settings.logs().resolve(name.replace(' ', '-') + ".log");
    synchronized (children) {
      if (closed) {
        throw new IOException("the demo is being stopped");
      }
      Child child = Child.start(name, log, arguments);
      children.push(child);
      return child;
    }
  }

  private void awaitAnswer(Child child, String address, String what)
      throws DemoFailed, IOException, InterruptedException {
    long started = System.nanoTime();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10)).build();
    while (true) {
      child.mustLive();
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (ConnectException e) {
        // Not yet.
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - started);
      if (waited.compareTo(START) > 0) {
        throw new DemoFailed(
            child.name(), "does not answer at " + address + " after " + START, child.log());
      }
      story.progress(what + " ... " + waited.toSeconds() + " s");
      Thread.sleep(200);
    }
  }

  /** Ends every process that was started, the last first. */
  @Override
  public void close() {
    List<Child> last;
    synchronized (children) {
      closed = true;
      last = List.copyOf(children);
      children.clear();
    }
    last.forEach(Child::stop);
    last.forEach(Child::close);
  }
}
