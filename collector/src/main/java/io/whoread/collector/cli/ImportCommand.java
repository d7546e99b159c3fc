package io.whoread.collector.cli;

import com.google.protobuf.ByteString;
import io.whoread.collector.ingest.Intake;
import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.Sha256;
import io.whoread.record.ClearText;
import io.whoread.record.PlainText;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Batch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Writes records of a file into the trail. The subjects leave this process as pseudonyms only. The
 * batches' identity comes from the file's content, so that importing a file again, whole or after a
 * break, stores nothing twice.
 */
@Command(
    name = "import",
    description = {
      "Write records of a CSV file into the trail, their subjects as pseudonyms.",
      "They are marked as imported. Importing a file again stores nothing twice."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  @Mixin private RecordsOption records;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      required = true,
      description = "The service that the records come from.")
  private String service;

  @ArgGroup(multiplicity = "1")
  private Target target;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "Key that makes the pseudonyms (default with --data: DIR/key).")
  private Path keyFile;

  @Option(
      names = "--dry-run",
      description = "Read the file and say what is wrong with it; write nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  /** Where the records go. */
  private static final class Target {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        required = true,
        description = "Folder of a collector that does not run.")
    private Path data;

    @ArgGroup(exclusive = false)
    private Running running;
  }

  private static final class Running {
    @Option(
        names = "--collector",
        paramLabel = "URL",
        converter = CollectorAddress.class,
        required = true,
        description = "A running collector, such as http://127.0.0.1:8090.")
    private URI collector;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        required = true,
        description = "Token of the service.")
    private Path tokenFile;

    @Option(
        names = "--ca-file",
        paramLabel = "FILE",
        description = "Certificates to trust the collector by, PEM (default: the usual ones).")
    private Path caFile;
  }

  @Override
  public Integer call() throws IOException {
    if (!service.matches(Services.NAME)) {
      throw new ParameterException(
          spec.commandLine(),
          "--service: expected 1 to 63 letters, digits, dots, hyphens or underscores, the first a"
              + " letter or digit");
    }
    PseudonymKey key = key();
    if (!dryRun && target.data != null) {
      // Before a long file is read for nothing.
      BatchSink.requireFree(target.data);
    }
    Pseudonyms pseudonyms = new Pseudonyms(key);
    PrintWriter err = spec.commandLine().getErr();
    CsvRecords file = records.open(subject -> pseudonyms.of("order", subject), err);
    List<CsvRecord> list = file.read();
    if (list.stream().anyMatch(record -> !record.team().isEmpty())) {
      err.println("column \"team\" is passed over: teams stand in the collector's rules.yaml");
    }
    if (dryRun) {
      spec.commandLine()
          .getOut()
          .println(many(list.size(), "record", "records") + " can be taken; nothing is written");
      return file.leftOut() == 0 ? 0 : CommandLine.ExitCode.SOFTWARE;
    }
    AtomicLong batches = new AtomicLong();
    long before;
    try (BatchSink sink = sink()) {
      write(
          list,
          pseudonyms,
          batch -> {
            batches.incrementAndGet();
            sink.accept(batch);
          });
      before = sink.finish();
    } catch (IOException e) {
      throw new CommandFailed("import broke off: " + e.getMessage(), e);
    }
    spec.commandLine().getOut().println(said(list.size(), batches.get(), before));
    if (file.leftOut() == 0) {
      return 0;
    }
    // The batches of a file that was changed are new ones.
    err.println(
        "whoread: not all is in the trail: put the lines that were left out, mended, into a file"
            + " of their own, and import that");
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String said(long records, long batches, long before) {
    String all = many(records, "record", "records") + " in " + many(batches, "batch", "batches");
    if (before > 0 && before == records) {
      return "nothing new: " + all + " were in the trail before";
    }
    String some = before == 0 ? "" : "; of these " + before + " were there before";
    return all + (records == 1 ? " is" : " are") + " in the trail" + some;
  }

  private static String many(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }

  private void write(List<CsvRecord> list, Pseudonyms pseudonyms, Consumer<Batch> sink) {
    String name = ClearText.word(PlainText.of(records.file().getFileName().toString()));
    RecordBatches batches =
        new RecordBatches(
            run(pseudonyms.epoch()),
            pseudonyms.epoch(),
            name,
            (kind, id) -> HexFormat.of().formatHex(pseudonyms.of(kind, id)),
            (unused, batch) -> sink.accept(batch));
    list.forEach(record -> batches.add(record, service));
    batches.finish();
  }

  private BatchSink sink() throws IOException {
    return target.data != null
        ? BatchSink.into(target.data, service)
        : BatchSink.over(target.running.collector, target.running.tokenFile, target.running.caFile);
  }

  private PseudonymKey key() {
    if (keyFile == null && target.data == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--collector needs --key-file, the key that the service's agents have");
    }
    Path file = keyFile != null ? keyFile : target.data.resolve("key");
    try {
      if (keyFile == null && !Files.exists(file)) {
        throw new CommandFailed(
            file + ": no such file; `service add` makes a key, or name one with --key-file");
      }
      return PseudonymKey.read(file).get(0);
    } catch (IOException e) {
      throw new CommandFailed("cannot read the key: " + e.getMessage(), e);
    }
  }

  /** The same for the same content under the same key. */
  private ByteString run(int epoch) {
    MessageDigest sha = Sha256.digest();
    sha.update((Intake.IMPORT_SENDER + ' ' + epoch + '\n').getBytes(StandardCharsets.UTF_8));
    try (InputStream in = new DigestInputStream(Files.newInputStream(records.file()), sha)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(sha.digest(), 0, 16);
  }
}
