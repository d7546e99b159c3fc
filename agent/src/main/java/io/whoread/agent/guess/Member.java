package io.whoread.agent.guess;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A field, a component of a record, or what a getter of an interface yields. */
public final class Member {
  /** What its type can hold. */
  enum Holds {
    TEXT,
    NUMBER,
    DATE,
    /** An object of the application, or several of them. */
    OBJECT,
    OTHER
  }

  private static final String REFERENCED = "referencedColumnName";

  public final String name;
  final Holds type;

  /** Internal names of the classes of the application in its type. */
  final List<String> objects;

  /** Whether it holds several in one: an array, a collection. */
  boolean several;

  final List<Note> notes = new ArrayList<>();

  /** The column that a mapper's file says it is read from; null where none does. */
  public String mappedColumn;

  /** What a schema says of its column; null where none does. */
  public String columnComment;

  /** How many characters its column holds; 0 where no schema says it. */
  public int columnLength;

  Member(String name, Holds type, List<String> objects) {
    this.name = name;
    this.type = type;
    this.objects = objects;
  }

  /** The column by its annotations or a mapper's file; null where nothing says it. */
  public String column() {
    for (Note note : notes) {
      String column =
          note.is("Column")
              ? note.first("name", "value")
              : note.is("TableField") || note.is("TableId")
                  ? note.first("value")
                  : note.is("JoinColumn") ? note.first("name") : null;
      if (column != null) {
        return column.replace("`", "").replace("\"", "").trim();
      }
    }
    return mappedColumn;
  }

  /** Whether it may hold one id. */
  boolean holdsId() {
    return (type == Holds.TEXT || type == Holds.NUMBER) && !several;
  }

  /** Internal name of the class of the application of which it holds one object; else null. */
  public String object() {
    return type == Holds.OBJECT && !several && objects.size() == 1 ? objects.get(0) : null;
  }

  /**
   * The column of a row that holds the id of the object that is held; null where nothing says it.
   *
   * @param id the member that holds that object's id
   */
  public String joinColumn(Member id) {
    Note relation = note("ManyToOne", "OneToOne");
    Note join = note("JoinColumn");
    boolean elsewhere = relation == null || relation.first("mappedBy") != null;
    if (elsewhere || id.note("Id") == null || join != null && join.first(REFERENCED) != null) {
      return null;
    }
    String named = join == null ? null : join.first("name");
    String idColumn = id.column() == null ? id.name : id.column();
    return named == null
        ? snake(name) + "_" + snake(idColumn)
        : named.replace("`", "").replace("\"", "").trim();
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private Note note(String... simpleNames) {
    for (Note note : notes) {
      for (String name : simpleNames) {
        if (note.is(name)) {
          return note;
        }
      }
    }
    return null;
  }

  public boolean isObject() {
    return type == Holds.OBJECT;
  }

  public List<String> objects() {
    return objects;
  }
}
