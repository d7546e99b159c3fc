package io.whoread.collector.sample;

import io.whoread.collector.index.AccessScan;
import io.whoread.collector.index.Channels;
import io.whoread.collector.index.LazyBatch;
import io.whoread.record.Roles;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Operation;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** What the rows of a batch have in common, made once for each entry of its tables. */
final class BatchKeys {
  private final LazyBatch batch;
  private final String serviceName;
  private final Function<String, SampledKind> kinds;
  private final boolean imported;
  private final Callers[] callers;
  private final Call[] operations;
  private final int[] fields;
  private final boolean[] fieldsKnown;
  private final long[] owners;
  private final SampledKind[] subjectKinds;
  private final SampledKind[] linkKinds;
  private int service;

  /**
   * @param service that sent the batch
   * @param kinds where reads of a kind of subjects go; null where they go nowhere
   */
  BatchKeys(
      LazyBatch batch, String service, boolean imported, Function<String, SampledKind> kinds) {
    this.batch = batch;
    this.serviceName = service;
    this.imported = imported;
    this.kinds = kinds;
    callers = new Callers[batch.callerCount() + 1];
    operations = new Call[batch.operationCount() + 1];
    int exposures = batch.exposureCount() + 1;
    fields = new int[exposures];
    fieldsKnown = new boolean[exposures];
    subjectKinds = new SampledKind[exposures];
    int words = batch.wordCount() + 1;
    owners = new long[words];
    linkKinds = new SampledKind[words];
  }

  /**
   * @param customer id of a customer's account, as a pseudonym; null for anybody else
   */
  record Callers(long person, long address, long session, byte flags, String customer) {}

  record Call(int operation, byte form) {}

  int service() {
    if (service == 0) {
      service = SourceKey.small(serviceName);
    }
    return service;
  }

  Callers caller(int reference) {
    if (callers[reference] == null) {
      Caller caller = batch.caller(reference);
      Actor actor = caller.getActor();
      callers[reference] =
          new Callers(
              SourceKey.ofPerson(actor.getRole(), actor.getId()),
              SourceKey.of(caller.getAddress()),
              SourceKey.ofPseudonym(caller.getSession().toByteArray()),
              (byte)
                  ((actor.getRole().equals(Roles.SYSTEM) ? SampledReads.SYSTEM : 0)
                      | (imported ? SampledReads.IMPORTED : 0)),
              actor.getRole().equals(Roles.CUSTOMER) ? actor.getId() : null);
    }
    return callers[reference];
  }

  Call operation(int reference) {
    if (operations[reference] == null) {
      Operation operation = batch.operation(reference);
      operations[reference] =
          new Call(SourceKey.small(operation.getName()), (byte) operation.getFormValue());
    }
    return operations[reference];
  }

  long owner(int reference) {
    if (owners[reference] == SourceKey.NONE) {
      owners[reference] = SourceKey.of(batch.word(reference));
    }
    return owners[reference];
  }

  /**
   * What went to the reader in plain; of an imported record, which does not tell, what was read.
   */
  int fields(int exposure) {
    if (!fieldsKnown[exposure]) {
      fieldsKnown[exposure] = true;
      fields[exposure] = imported ? touched(exposure) : plain(exposure);
    }
    return fields[exposure];
  }

  private int touched(int exposure) {
    List<String> touched = batch.exposure(exposure).getTouchedList();
    return touched.isEmpty() ? SourceKey.UNKNOWN_FIELDS : SourceKey.ofFields(touched);
  }

  private int plain(int exposure) {
    int plain = 0;
    for (Disclosure disclosure : batch.exposure(exposure).getDisclosuresList()) {
      if (Channels.isToReader(disclosure.getChannel())) {
        plain |= SourceKey.ofFields(disclosure.getPlainList());
      }
    }
    return plain;
  }

  /** What the parts of an access have in common; {@link SourceKey#NONE} where it is whole. */
  long request(AccessScan scan) {
    return scan.isPart()
        ? SourceKey.ofRequest(
            HexFormat.of().formatHex(batch.run().toByteArray())
                + HexFormat.of().toHexDigits(scan.request()))
        : SourceKey.NONE;
  }

  SampledKind subjectKind(int exposure) {
    if (subjectKinds[exposure] == null) {
      subjectKinds[exposure] = kinds.apply(batch.exposure(exposure).getSubjectKind());
    }
    return subjectKinds[exposure];
  }

  boolean isCustomer(int exposure) {
    return batch.exposure(exposure).getSubjectKind().equals(Roles.CUSTOMER);
  }

  boolean isCustomerLink(int word) {
    return batch.word(word).equals(Roles.CUSTOMER);
  }

  SampledKind linkKind(int word) {
    if (linkKinds[word] == null) {
      linkKinds[word] = kinds.apply(batch.word(word));
    }
    return linkKinds[word];
  }
}
