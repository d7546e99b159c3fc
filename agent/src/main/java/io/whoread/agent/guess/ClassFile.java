package io.whoread.agent.guess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.RecordComponentVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/** What a class file declares of members and annotations. Nothing of it is loaded or run. */
public final class ClassFile {
  private static final int SKIPPED =
      ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
  private static final String[] CONTROLLERS = {"RestController", "Controller", "RequestMapping"};
  private static final String[] DATES = {
    "Ljava/time/", "Ljava/util/Date;", "Ljava/util/Calendar;", "Ljava/sql/", "Lorg/joda/"
  };
  private static final Pattern SEVERAL = Pattern.compile("^(\\[|Ljava/util/)");
  private static final Pattern CLASS = Pattern.compile("L([^;<]+)");

  /** With dots. */
  public final String name;

  /** Internal name; {@code java/lang/Object} for interfaces. */
  public final String parent;

  public final boolean isInterface;

  /** Whether objects of it can hold data: no enum, no annotation, nothing a compiler made. */
  final boolean holdsData;

  public final List<Note> notes = new ArrayList<>();

  /** Its own members in their order, those of its getters where it is an interface. */
  public final Map<String, Member> members = new LinkedHashMap<>();

  /** Internal names of the application's classes that its methods return, accessors left out. */
  public final Set<String> returned = new LinkedHashSet<>();

  /** Of these, what its methods return that others may call. */
  public final Set<String> told = new LinkedHashSet<>();

  /** Internal names of the application's classes that its methods take. */
  public final Set<String> taken = new LinkedHashSet<>();

  /** Annotations of its methods where it answers requests, by method; accessors elsewhere not. */
  public final Map<String, List<Note>> handlers = new LinkedHashMap<>();

  public ClassFile(String name, String parent, boolean isInterface, boolean holdsData) {
    this.name = name;
    this.parent = parent;
    this.isInterface = isInterface;
    this.holdsData = holdsData;
  }

  /**
   * @throws RuntimeException where the bytes are no class file, or one of a version not yet known
   */
  public static ClassFile read(byte[] bytes) {
    return read(bytes, true);
  }

  /**
   * @param withUses whether it is asked what methods return and take
   */
  static ClassFile read(byte[] bytes, boolean withUses) {
    Reader reader = new Reader(withUses);
    OpenedClassReader.of(bytes).accept(reader, SKIPPED);
    return reader.found();
  }

  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The annotation of that simple name, or null. */
  public Note note(String... simpleNames) {
    for (Note note : notes) {
      if (Arrays.asList(simpleNames).contains(note.type)) {
        return note;
      }
    }
    return null;
  }

  /** Of the application in a type, by their internal names. */
  static List<String> classes(String type) {
    if (type.indexOf('L') < 0 || type.equals("Ljava/lang/String;")) {
      return Collections.emptyList();
    }
    List<String> found = new ArrayList<>();
    Matcher named = CLASS.matcher(type);
    while (named.find()) {
      if (Application.isApplication(named.group(1))) {
        found.add(named.group(1));
      }
    }
    return found;
  }

  /** A member by name and type; of a signature's type arguments the first that says something. */
  static Member member(String name, String descriptor, String signature) {
    List<String> objects = classes(signature == null ? descriptor : signature);
    Member.Holds type = objects.isEmpty() ? holds(descriptor, signature) : Member.Holds.OBJECT;
    Member member = new Member(name, type, objects);
    boolean one = !objects.isEmpty() && descriptor.equals("L" + objects.get(0) + ";");
    member.several = type == Member.Holds.OBJECT ? !one : SEVERAL.matcher(descriptor).find();
    return member;
  }

  private static Member.Holds holds(String descriptor, String signature) {
    switch (descriptor) {
      case "Ljava/lang/String;":
      case "Ljava/lang/CharSequence;":
      case "[Ljava/lang/String;":
      case "[C":
        return Member.Holds.TEXT;
      case "J":
      case "I":
      case "Ljava/lang/Long;":
      case "Ljava/lang/Integer;":
      case "Ljava/math/BigInteger;":
        return Member.Holds.NUMBER;
      default:
        break;
    }
    if (descriptor.matches(
        "L(java/time/|java/util/Date|java/util/Calendar|java/sql/|org/joda/).*")) {
      return Member.Holds.DATE;
    }
    boolean several = descriptor.startsWith("Ljava/util/") && !descriptor.contains("Map");
    return several && signature != null && signature.contains("Ljava/lang/String;")
        ? Member.Holds.TEXT
        : Member.Holds.OTHER;
  }

  private static final class Reader extends ClassVisitor {
    private ClassFile file;
    private final Map<String, List<Note>> ofGetters = new LinkedHashMap<>();

    private final boolean withUses;

    Reader(boolean withUses) {
      super(OpenedClassReader.ASM_API);
      this.withUses = withUses;
    }

    ClassFile found() {
      ofGetters.forEach(
          (name, notes) -> {
            Member member = file.members.get(name);
            if (member != null) {
              member.notes.addAll(notes);
            }
          });
      return file;
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] faces) {
      boolean holdsData =
          (access & (Opcodes.ACC_ENUM | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_ANNOTATION)) == 0;
      file =
          new ClassFile(
              name.replace('/', '.'),
              parent == null ? "java/lang/Object" : parent,
              (access & Opcodes.ACC_INTERFACE) != 0,
              holdsData);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return notes(descriptor, file.notes);
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) != 0 || !isName(name)) {
        return null;
      }
      Member member = member(name, descriptor, signature);
      file.members.put(name, member);
      return new FieldVisitor(OpenedClassReader.ASM_API) {
        @Override
        public AnnotationVisitor visitAnnotation(String type, boolean visible) {
          return notes(type, member.notes);
        }
      };
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(
        String name, String descriptor, String signature) {
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if ((access & Opcodes.ACC_SYNTHETIC) != 0) {
        return null;
      }
      String type = signature == null ? descriptor : signature;
      int end = type.lastIndexOf(')');
      if (name.equals("<init>")) {
        return constructor(descriptor);
      }
      uses(file.taken, type.substring(0, end));
      if (file.note(CONTROLLERS) != null) {
        returns(access, type.substring(end));
        // Of methods of one name each is told.
        return methodNotes(
            file.handlers.computeIfAbsent(name + descriptor, k -> new ArrayList<>()));
      }
      boolean plain = (access & Opcodes.ACC_STATIC) == 0 && descriptor.startsWith("()");
      String property = plain ? property(name) : null;
      if (file.isInterface || !file.members.containsKey(property)) {
        returns(access, type.substring(end));
      }
      if (property == null) {
        return null;
      }
      if (file.isInterface && (access & Opcodes.ACC_ABSTRACT) != 0 && !property.equals(name)) {
        Member member =
            member(
                property,
                descriptor.substring(2),
                signature == null ? null : signature.substring(end + 1));
        file.members.put(property, member);
      }
      return methodNotes(ofGetters.computeIfAbsent(property, k -> new ArrayList<>()));
    }

    private void returns(int access, String type) {
      uses(file.returned, type);
      if ((access & Opcodes.ACC_PRIVATE) == 0) {
        uses(file.told, type);
      }
    }

    /** Other languages than Java call members as a configuration cannot. */
    private static boolean isName(String name) {
      return name.codePoints().allMatch(Character::isJavaIdentifierPart);
    }

    private void uses(Set<String> into, String types) {
      if (withUses) {
        into.addAll(classes(types));
      }
    }

    private static MethodVisitor methodNotes(List<Note> into) {
      return new MethodVisitor(OpenedClassReader.ASM_API) {
        @Override
        public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
          return notes(annotation, into);
        }
      };
    }

    /**
     * Kotlin leaves the annotations of a property at the constructor's parameter, which are in the
     * order of the fields.
     */
    private MethodVisitor constructor(String descriptor) {
      if (Type.getArgumentTypes(descriptor).length == 0) {
        return null;
      }
      return new MethodVisitor(OpenedClassReader.ASM_API) {
        @Override
        public AnnotationVisitor visitParameterAnnotation(int at, String type, boolean visible) {
          List<String> names = new ArrayList<>(file.members.keySet());
          boolean same = names.size() == Type.getArgumentTypes(descriptor).length;
          return same
              ? notes(type, ofGetters.computeIfAbsent(names.get(at), k -> new ArrayList<>()))
              : null;
        }
      };
    }

    /** What an accessor yields: {@code mobile} of getMobile, or of mobile. */
    private String property(String method) {
      for (String prefix : new String[] {"get", "is"}) {
        int length = prefix.length();
        if (method.startsWith(prefix)
            && method.length() > length
            && Character.isUpperCase(method.charAt(length))) {
          return Character.toLowerCase(method.charAt(length)) + method.substring(length + 1);
        }
      }
      return file.members.containsKey(method) ? method : null;
    }

    private static AnnotationVisitor notes(String descriptor, List<Note> into) {
      String type = descriptor.substring(1, descriptor.length() - 1);
      Note note = new Note(type);
      into.add(note);
      return new Values(note, null);
    }
  }

  /** Takes down an annotation's values, those of annotations inside it as well. */
  private static final class Values extends AnnotationVisitor {
    private final Note note;
    private final String key;

    Values(Note note, String key) {
      super(OpenedClassReader.ASM_API);
      this.note = note;
      this.key = key;
    }

    private String key(String name) {
      return name == null ? key : name;
    }

    @Override
    public void visit(String name, Object value) {
      if (value instanceof Type) {
        String type = ((Type) value).getClassName();
        note.add(
            key(name), type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1));
      } else {
        note.add(key(name), value.toString());
      }
    }

    @Override
    public void visitEnum(String name, String descriptor, String value) {
      note.add(key(name), value);
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
      return new Values(note, name);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String name, String descriptor) {
      return new Values(note, key(name));
    }
  }
}
