package io.whoread.agent.ship;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.io.IOException;
import java.util.List;

/**
 * Encodes the subjects of an access, with their links. A message stands behind its length, so all
 * that it refers to is given its place first.
 */
final class SubjectEncoder {
  private static final int MAX_DAY = 100_000;

  private final Table<ExposureKey> exposures;
  private final Words words;
  private final int previousEpoch;
  private int[] kinds = new int[8];

  /**
   * @param previousEpoch of the key before; 0 for none
   */
  SubjectEncoder(Table<ExposureKey> exposures, Words words, int previousEpoch) {
    this.exposures = exposures;
    this.words = words;
    this.previousEpoch = previousEpoch;
  }

  /**
   * @param body takes the subject
   * @param rows takes the rows of tables that it needs and that are not there yet
   * @throws IllegalArgumentException naming what the draft lacks
   */
  void write(SubjectDraft subject, CodedOutputStream body, CodedOutputStream rows)
      throws IOException {
    byte[] id = Rows.sized(subject.id, Pseudonyms.LENGTH, "subject's id");
    int exposure = exposures.place(subject.exposure, rows);
    int owner = words.place(subject.owner, 0, rows);
    int status = words.place(subject.status, 1, rows);
    int day = subject.placedDay < 0 || subject.placedDay > MAX_DAY ? 0 : subject.placedDay;
    int links = subject.linkIds.size();
    int all = previousEpoch > 0 ? links + subject.previousIds.size() : links;
    if (all > kinds.length) {
      kinds = new int[all];
    }
    int size =
        CodedOutputStream.computeByteArraySize(Subject.ID_FIELD_NUMBER, id)
            + CodedOutputStream.computeUInt32Size(Subject.EXPOSURE_FIELD_NUMBER, exposure)
            + size(Subject.OWNER_FIELD_NUMBER, owner)
            + size(Subject.PLACED_DAY_FIELD_NUMBER, day)
            + size(Subject.STATUS_FIELD_NUMBER, status)
            + links(subject.linkKinds, 0, links, 0, rows)
            + links(subject.previousKinds, links, all, previousEpoch, rows);
    body.writeTag(Access.SUBJECTS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    body.writeUInt32NoTag(size);
    body.writeByteArray(Subject.ID_FIELD_NUMBER, id);
    body.writeUInt32(Subject.EXPOSURE_FIELD_NUMBER, exposure);
    for (int i = 0; i < links; i++) {
      link(kinds[i], subject.linkIds.get(i), 0, body);
    }
    for (int i = links; i < all; i++) {
      link(kinds[i], subject.previousIds.get(i - links), previousEpoch, body);
    }
    number(Subject.OWNER_FIELD_NUMBER, owner, body);
    number(Subject.PLACED_DAY_FIELD_NUMBER, day, body);
    number(Subject.STATUS_FIELD_NUMBER, status, body);
  }

  /** Gives kinds their places, which go into {@link #kinds}; returns what the links will take. */
  private int links(List<String> of, int from, int to, int epoch, CodedOutputStream rows)
      throws IOException {
    int size = 0;
    for (int i = from; i < to; i++) {
      kinds[i] = words.place(of.get(i - from), 2 + i % (Words.USES - 2), rows);
      if (kinds[i] == 0) {
        throw new IllegalArgumentException("a link needs its kind");
      }
      int link = linkSize(kinds[i], epoch);
      size +=
          CodedOutputStream.computeTagSize(Subject.LINKS_FIELD_NUMBER)
              + CodedOutputStream.computeUInt32SizeNoTag(link)
              + link;
    }
    return size;
  }

  private static int linkSize(int kind, int epoch) {
    return CodedOutputStream.computeUInt32Size(Link.KIND_FIELD_NUMBER, kind)
        + CodedOutputStream.computeTagSize(Link.ID_FIELD_NUMBER)
        + CodedOutputStream.computeUInt32SizeNoTag(Pseudonyms.LENGTH)
        + Pseudonyms.LENGTH
        + size(Link.KEY_EPOCH_FIELD_NUMBER, epoch);
  }

  private static void link(int kind, byte[] id, int epoch, CodedOutputStream body)
      throws IOException {
    body.writeTag(Subject.LINKS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    body.writeUInt32NoTag(linkSize(kind, epoch));
    body.writeUInt32(Link.KIND_FIELD_NUMBER, kind);
    body.writeByteArray(Link.ID_FIELD_NUMBER, Rows.sized(id, Pseudonyms.LENGTH, "link's id"));
    number(Link.KEY_EPOCH_FIELD_NUMBER, epoch, body);
  }

  private static void number(int fieldNumber, int value, CodedOutputStream body)
      throws IOException {
    if (value != 0) {
      body.writeUInt32(fieldNumber, value);
    }
  }

  private static int size(int fieldNumber, int value) {
    return value == 0 ? 0 : CodedOutputStream.computeUInt32Size(fieldNumber, value);
  }
}
