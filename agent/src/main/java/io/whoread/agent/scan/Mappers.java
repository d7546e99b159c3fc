package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassFile;
import io.whoread.agent.guess.Member;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What MyBatis mapper files say: which class is read from which table, by which columns. */
final class Mappers {
  private static final Pattern TABLE =
      Pattern.compile("(?i)\\b(?:insert\\s+into|update|from)\\s+[`\"]?([a-z_][a-z0-9_.]*)[`\"]?");

  /** Class to table. */
  final Map<String, String> tables = new HashMap<>();

  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, ClassFile> classes;

  Mappers(Map<String, ClassFile> classes) {
    this.classes = classes;
  }

  /** Files that are no XML, or no mappers, say nothing. */
  void read(byte[] file) {
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.newSAXParser().parse(new ByteArrayInputStream(file), new Reader());
    } catch (SAXException | IOException | ParserConfigurationException e) {
      // What it would have said is guessed from names.
    }
  }

  /** By full name, or by an alias, which is the simple name. */
  private ClassFile type(String name) {
    if (name == null) {
      return null;
    }
    ClassFile found = classes.get(name);
    if (found != null) {
      return found;
    }
    List<ClassFile> named = new ArrayList<>();
    for (ClassFile each : classes.values()) {
      if (each.simpleName().equalsIgnoreCase(name)) {
        named.add(each);
      }
    }
    return named.size() == 1 ? named.get(0) : null;
  }

  private final class Reader extends DefaultHandler {
    private final Map<String, ClassFile> resultMaps = new HashMap<>();

    /** The class of the result map that is being read, and of what lies inside of it. */
    private final List<ClassFile> mapped = new ArrayList<>();

    private ClassFile told;
    private boolean written;
    private StringBuilder sql;

    @Override
    public InputSource resolveEntity(String publicId, String systemId) {
      // The grammar stands somewhere in the net, and is not needed.
      return new InputSource(new StringReader(""));
    }

    @Override
    public void startElement(String uri, String local, String name, Attributes with) {
      switch (name) {
        case "resultMap":
          ClassFile type = type(with.getValue("type"));
          resultMaps.put(with.getValue("id"), type);
          mapped.add(type);
          break;
        case "association":
        case "collection":
          String inner = with.getValue(name.equals("collection") ? "ofType" : "javaType");
          mapped.add(type(inner));
          break;
        case "id":
        case "result":
          column(with.getValue("property"), with.getValue("column"));
          break;
        case "insert":
        case "update":
        case "select":
          sql = new StringBuilder();
          written = !name.equals("select");
          ClassFile map = resultMaps.get(String.valueOf(with.getValue("resultMap")));
          String typed = with.getValue(written ? "parameterType" : "resultType");
          told = map == null ? type(typed) : map;
          break;
        default:
          break;
      }
    }

    private void column(String property, String column) {
      ClassFile type = mapped.isEmpty() ? null : mapped.get(mapped.size() - 1);
      Member member = type == null || property == null ? null : type.members.get(property);
      if (member != null && column != null) {
        member.mappedColumn = column.trim();
      }
    }

    @Override
    public void characters(char[] text, int from, int length) {
      if (sql != null) {
        sql.append(text, from, length);
      }
    }

    @Override
    public void endElement(String uri, String local, String name) {
      switch (name) {
        case "resultMap":
        case "association":
        case "collection":
          if (!mapped.isEmpty()) {
            mapped.remove(mapped.size() - 1);
          }
          break;
        case "insert":
        case "update":
        case "select":
          table();
          sql = null;
          break;
        default:
          break;
      }
    }

    /** Of several tables the one that is named like the class, else one that is written to. */
    private int rank(String table, boolean written) {
      String flat = table.replace("_", "");
      String name = told.simpleName().toLowerCase(Locale.ROOT);
      name = name.substring(name.lastIndexOf('$') + 1);
      return (flat.endsWith(name) || name.endsWith(flat) ? 4 : 0) + (written ? 2 : 1);
    }

    private void table() {
      Matcher named = sql == null || told == null ? null : TABLE.matcher(sql);
      if (named != null && named.find()) {
        String table = named.group(1).toLowerCase(Locale.ROOT);
        table = table.substring(table.lastIndexOf('.') + 1);
        if (rank(table, written) > ranks.getOrDefault(told.name, 0)) {
          ranks.put(told.name, rank(table, written));
          tables.put(told.name, table);
        }
      }
    }
  }
}
