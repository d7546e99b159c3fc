package io.whoread.collector.people;

import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.record.ClearText;
import io.whoread.record.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Brings what a source says into the log: one sync at a time, and only what is not known yet.
 * Whatever breaks off half-way is made whole by the same sync again.
 */
public final class Registrar {
  /** The longest name of a source. */
  public static final int LONGEST_SOURCE = 64;

  private final Log log;
  private final Current current;

  /** The register as the whole log has it. */
  @FunctionalInterface
  public interface Current {
    /**
     * @throws IOException where the log cannot be read
     */
    Register get() throws IOException;
  }

  public Registrar(Log log, Current current) {
    this.log = log;
    this.current = current;
  }

  /**
   * Who brings a register.
   *
   * @param source its name; people of one are never changed by another
   * @param user login name; empty for the command line on the collector's own machine
   * @param mayRemoveAll whether a list of nobody is meant so, and no export that went wrong
   */
  public record Bringer(String source, String user, String address, boolean mayRemoveAll) {}

  /**
   * Makes the people of a source those of a list: who is missing there is removed.
   *
   * @return once it is on disk
   * @throws BadRegister where another source says otherwise of somebody; nothing is written
   * @throws IOException where the log cannot be read or written
   */
  public synchronized Sync sync(Bringer bringer, RegisterReader.Sheet sheet) throws IOException {
    Register register = current.get();
    if (sheet.people().isEmpty()
        && !bringer.mayRemoveAll
        && !register.of(bringer.source).isEmpty()) {
      throw new BadRegister(
          List.of(
              new Fault(
                  0, "", "", "it holds nobody; where all are to be removed, say so (remove-all)")));
    }
    List<Fault> conflicts =
        Sync.conflicts(register, bringer.source, sheet.people(), sheet.places());
    if (!conflicts.isEmpty()) {
      throw new BadRegister(conflicts);
    }
    Sync sync = Sync.of(register, bringer.source, sheet.people());
    List<CompletableFuture<Long>> written = new ArrayList<>();
    for (PeopleChange change : sync.changes()) {
      PeopleChange signed =
          change.toBuilder().setUser(bringer.user).setAddress(bringer.address).build();
      written.add(log.append(Entry.newBuilder().setPeopleChange(signed).build()));
    }
    try {
      written.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw new IOException("the log cannot be written", e.getCause());
    }
    return sync;
  }

  /** A source's name from a file's or an account's: nothing personal, and no control character. */
  public static String source(String name) {
    String plain = ClearText.word(PlainText.of(name));
    return plain.length() <= LONGEST_SOURCE ? plain : plain.substring(0, LONGEST_SOURCE);
  }
}
