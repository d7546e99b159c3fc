package io.whoread.agent.ship;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One access as the request's ledger tells it: values are gone, pseudonyms are made. */
public final class AccessDraft {
  /** Milliseconds since 1970 at the first read. */
  public long atMs;

  public String operation;

  /** Number of {@link io.whoread.record.v1.Form}. */
  public int form;

  public CallerInfo caller;

  /** 16 bytes, or null. */
  public byte[] traceId;

  public String purpose;

  /** 8 bytes where one request is written in parts, or null. */
  public byte[] request;

  public long repeats;
  public long untilMs;

  public final List<SubjectDraft> subjects = new ArrayList<>();
  public final List<UnattributedDraft> unattributed = new ArrayList<>();
  public final List<LoadedDraft> loaded = new ArrayList<>();

  /** One subject. */
  public static final class SubjectDraft {
    /** 16 bytes. */
    public byte[] id;

    public ExposureKey exposure;

    /**
     * Kind and pseudonym in turn at the same place of both lists; empty where there are none. An
     * access with a subject of some 2,500 links does not fit into a batch and is dropped, with its
     * gap.
     */
    public List<String> linkKinds = new ArrayList<>(0);

    public List<byte[]> linkIds = new ArrayList<>(0);

    /**
     * As the two before, but with the previous key, and of the subject itself as well; empty at all
     * times but while keys change.
     */
    public List<String> previousKinds = Collections.emptyList();

    public List<byte[]> previousIds = Collections.emptyList();
    public String owner;
    public String status;

    /** Days since 1970-01-01 plus 1, 0 where unknown. */
    public int placedDay;
  }

  /** Fields read from objects whose subject is not known. */
  public static final class UnattributedDraft {
    public String source;
    public ExposureKey exposure;
    public long count;
  }

  /** Rows with personal data that a statement yielded. */
  public static final class LoadedDraft {
    /** Fingerprint: without values, at most 1,024 characters. */
    public String statement;

    public long rows;

    /** Kinds of the personal columns that were asked for, as touched. */
    public ExposureKey exposure;
  }
}
