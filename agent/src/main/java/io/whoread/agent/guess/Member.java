package io.whoread.agent.guess;

import java.util.ArrayList;
import java.util.List;

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

  public final String name;
  final Holds type;

  /** Internal names of the classes of the application in its type. */
  final List<String> objects;

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

  public boolean isObject() {
    return type == Holds.OBJECT;
  }

  public List<String> objects() {
    return objects;
  }
}
