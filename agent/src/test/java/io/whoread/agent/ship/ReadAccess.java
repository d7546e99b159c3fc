package io.whoread.agent.ship;

import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Caller;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An access with all places resolved: what was meant, whether read from a draft or a batch. */
record ReadAccess(
    long atMs,
    String operation,
    Form form,
    Caller caller,
    String traceId,
    String purpose,
    long repeats,
    long untilMs,
    List<String> subjects,
    List<String> unattributed,
    List<String> loaded) {

  static List<ReadAccess> of(List<Batch> batches) {
    List<ReadAccess> accesses = new ArrayList<>();
    Map<String, ReadAccess> parts = new HashMap<>();
    for (Batch batch : batches) {
      for (Access access : batch.getAccessesList()) {
        ReadAccess read = of(batch, access);
        if (access.getRequest().isEmpty()) {
          accesses.add(read);
          continue;
        }
        String request = hex(access.getRequest().toByteArray());
        ReadAccess before = parts.putIfAbsent(request, read);
        if (before == null) {
          accesses.add(read);
        } else {
          before.subjects.addAll(read.subjects);
          before.unattributed.addAll(read.unattributed);
          before.loaded.addAll(read.loaded);
        }
      }
    }
    return accesses;
  }

  static ReadAccess of(Batch batch, Access access) {
    long start = batch.getStart().getSeconds() * 1_000 + batch.getStart().getNanos() / 1_000_000;
    List<String> subjects = new ArrayList<>();
    access
        .getSubjectsList()
        .forEach(
            subject -> {
              List<String> links = new ArrayList<>();
              for (Link link : subject.getLinksList()) {
                links.add(
                    word(batch, link.getKind())
                        + "="
                        + hex(link.getId().toByteArray())
                        + (link.getKeyEpoch() == 0 ? "" : " of epoch " + link.getKeyEpoch()));
              }
              subjects.add(
                  hex(subject.getId().toByteArray())
                      + exposure(batch, subject.getExposure())
                      + links
                      + " owner "
                      + word(batch, subject.getOwner())
                      + " day "
                      + subject.getPlacedDay()
                      + " status "
                      + word(batch, subject.getStatus()));
            });
    List<String> unattributed = new ArrayList<>();
    access
        .getUnattributedList()
        .forEach(
            read ->
                unattributed.add(
                    word(batch, read.getSource())
                        + exposure(batch, read.getExposure())
                        + read.getCount()));
    List<String> loaded = new ArrayList<>();
    access
        .getLoadedList()
        .forEach(
            rows ->
                loaded.add(
                    word(batch, rows.getStatement())
                        + exposure(batch, rows.getExposure())
                        + rows.getRows()));
    return new ReadAccess(
        start + access.getOffsetMs(),
        batch.getOperations(access.getOperation() - 1).getName(),
        batch.getOperations(access.getOperation() - 1).getForm(),
        batch.getCallers(access.getCaller() - 1),
        hex(access.getTraceId().toByteArray()),
        word(batch, access.getPurpose()),
        access.getRepeats(),
        access.getRepeats() == 0 ? 0 : start + access.getUntilMs(),
        subjects,
        unattributed,
        loaded);
  }

  static ReadAccess of(AccessDraft draft, FieldNames fields) {
    List<String> subjects = new ArrayList<>();
    for (AccessDraft.SubjectDraft subject : draft.subjects) {
      List<String> links = new ArrayList<>();
      for (int i = 0; i < subject.linkIds.size(); i++) {
        links.add(text(subject.linkKinds.get(i)) + "=" + hex(subject.linkIds.get(i)));
      }
      for (int i = 0; i < subject.previousIds.size(); i++) {
        links.add(
            subject.previousKinds.get(i)
                + "="
                + hex(subject.previousIds.get(i))
                + " of epoch "
                + Drafts.PREVIOUS_EPOCH);
      }
      subjects.add(
          hex(subject.id)
              + exposure(subject.exposure, fields)
              + links
              + " owner "
              + text(subject.owner)
              + " day "
              + subject.placedDay
              + " status "
              + text(subject.status));
    }
    List<String> unattributed = new ArrayList<>();
    for (AccessDraft.UnattributedDraft read : draft.unattributed) {
      unattributed.add(text(read.source) + exposure(read.exposure, fields) + read.count);
    }
    List<String> loaded = new ArrayList<>();
    for (AccessDraft.LoadedDraft rows : draft.loaded) {
      loaded.add(rows.statement + exposure(rows.exposure, fields) + rows.rows);
    }
    return new ReadAccess(
        draft.atMs,
        text(draft.operation),
        Form.forNumber(draft.form),
        caller(draft.caller),
        draft.traceId == null ? "" : hex(draft.traceId),
        text(draft.purpose),
        draft.repeats,
        draft.repeats == 0 ? 0 : draft.untilMs,
        subjects,
        unattributed,
        loaded);
  }

  private static Caller caller(CallerInfo info) {
    Caller.Builder caller = Caller.newBuilder().setActor(actor(info.actor));
    if (info.session != null) {
      caller.setSession(com.google.protobuf.ByteString.copyFrom(info.session));
    }
    return caller.setAddress(text(info.address)).build();
  }

  private static io.whoread.record.v1.Actor actor(CallerInfo.ActorInfo info) {
    return io.whoread.record.v1.Actor.newBuilder()
        .setId(text(info.id))
        .setRole(text(info.role))
        .setSource(text(info.source))
        .setPseudonymous(info.pseudonymous)
        .setPreviousId(text(info.previousId))
        .setPreviousKeyEpoch(info.previousId == null ? 0 : Drafts.PREVIOUS_EPOCH)
        .build();
  }

  private static String exposure(Batch batch, int place) {
    if (place == 0) {
      return "-";
    }
    Exposure exposure = batch.getExposures(place - 1);
    Map<Integer, String> channels = new LinkedHashMap<>();
    exposure
        .getDisclosuresList()
        .forEach(
            each ->
                channels.put(
                    each.getChannelValue(), each.getPlainList() + "/" + each.getMaskedList()));
    return exposure.getSubjectKind()
        + exposure.getTouchedList()
        + exposure.getFrameworkList()
        + channels;
  }

  private static String exposure(ExposureKey key, FieldNames fields) {
    if (key == null) {
      return "-";
    }
    Map<Integer, String> channels = new LinkedHashMap<>();
    for (int i = 1; i < key.plain.length; i++) {
      if ((key.plain[i] | key.masked[i]) != 0) {
        channels.put(i, names(key.plain[i], fields) + "/" + names(key.masked[i], fields));
      }
    }
    return text(key.subjectKind)
        + names(key.touched, fields)
        + names(key.framework, fields)
        + channels;
  }

  private static List<String> names(long mask, FieldNames fields) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < fields.size(); bit++) {
      if ((mask >>> bit & 1) != 0) {
        names.add(fields.name(bit));
      }
    }
    return names;
  }

  private static String word(Batch batch, int place) {
    return place == 0 ? "" : batch.getWords(place - 1);
  }

  /** What is kept of a string: 256 characters, question marks for control and half characters. */
  private static String text(String string) {
    if (string == null) {
      return "";
    }
    String cut = string.substring(0, Math.min(256, string.length()));
    StringBuilder text = new StringBuilder();
    int[] points = cut.codePoints().toArray();
    Arrays.stream(points)
        .map(
            point -> point < 32 || point == 127 || point >= 0xd800 && point <= 0xdfff ? '?' : point)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
