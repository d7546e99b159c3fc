package io.whoread.collector.demo;

import io.whoread.collector.cli.CommandFailed;
import io.whoread.collector.cli.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows on this machine what whoread does, with a shop, its agent and a collector. */
@Command(
    name = "demo",
    description = {
      "Watch it work: a shop with the agent, a collector, and two people who read too much.",
      "Exit code 0 only if both were caught from what the agent captured."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
  private static final String ENDED = "ended: every process that was started has been stopped";

  @Option(names = "--once", description = "End when both alerts are there, instead of staying.")
  private boolean once;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder to keep everything in; may hold an earlier demo (default: a temporary one).")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the collector (default: 8090, or a free one).")
  private Integer port;

  @Option(
      names = "--shop-port",
      paramLabel = "PORT",
      description = "Port of the shop (default: 8080, or a free one).")
  private Integer shopPort;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int collectorPort = Ports.choose("--port", port, 8090);
    int portOfShop = Ports.choose("--shop-port", shopPort, 8080);
    if (collectorPort == portOfShop) {
      throw new CommandFailed("--port and --shop-port are the same: choose two");
    }
    // The folder last: whatever is asked for wrongly leaves none behind.
    DemoSettings settings =
        new DemoSettings(
            DemoSettings.findHome(),
            DemoSettings.folder(data),
            data == null,
            collectorPort,
            portOfShop);
    // Whatever the locale: the sentences are in Chinese, too.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    Story story = new Story(out, Terminal.colourful());
    Demo demo = new Demo(settings, story);
    AtomicBoolean stopped = new AtomicBoolean();
    Thread hook =
        new Thread(
            () -> {
              stopped.set(true);
              end(demo, settings, settings.temporary());
              story.done(ENDED);
            },
            "demo-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      demo.play();
      if (!once) {
        demo.invite();
        demo.stay();
      }
    } catch (DemoFailed | IOException | InterruptedException | IllegalStateException e) {
      if (soon(stopped)) {
        // Told to stop: the hook is ending everything, whatever went wrong here came from that.
        hook.join();
        return 1;
      }
      Runtime.getRuntime().removeShutdownHook(hook);
      tell(story, e, settings);
      end(demo, settings, false);
      return 1;
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    end(demo, settings, settings.temporary());
    story.done(ENDED);
    demo.partingWords();
    return 0;
  }

  /** A Ctrl-C reaches the children, too, and they may be faster than this process. */
  private static boolean soon(AtomicBoolean stopped) throws InterruptedException {
    for (int i = 0; i < 10 && !stopped.get(); i++) {
      Thread.sleep(50);
    }
    return stopped.get();
  }

  private static void tell(Story story, Exception e, DemoSettings settings) {
    story.failure(
        e instanceof DemoFailed failed
            ? failed.part() + ": " + failed.getMessage()
            : "the demo: " + e);
    Path log = e instanceof DemoFailed failed && failed.log() != null ? failed.log() : null;
    story.say(
        log == null
            ? "Logs are kept in " + settings.logs()
            : "See " + log + "; all logs are kept in " + settings.logs());
  }

  private static void end(Demo demo, DemoSettings settings, boolean throwAway) {
    demo.close();
    if (throwAway) {
      try {
        Demo.delete(settings.folder());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
