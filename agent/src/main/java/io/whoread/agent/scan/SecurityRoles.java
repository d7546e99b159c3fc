package io.whoread.agent.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Names of roles that an application's security asks for: in annotations and calls, as text that
 * begins with {@code ROLE_}, and as constants of a class that is named for roles. What a name
 * stands for is a guess, so its lines are comments with a question.
 */
final class SecurityRoles {
  private static final int MOST = 20;

  /** Annotations whose texts are names of roles; the rest are expressions. */
  private static final Pattern NAMING =
      Pattern.compile("Secured|RolesAllowed|RequiresRoles|SaCheckRole");

  private static final Pattern EXPRESSION = Pattern.compile("PreAuthorize|PostAuthorize");

  private static final Pattern CALL =
      Pattern.compile("has(Any|All)?Roles?(And|Or)?|isUserInRole|checkRoles?(And|Or)?|roles");

  /** Calls that make a text of a constant. */
  private static final List<String> NAMES =
      Arrays.asList("name", "toString", "getName", "getCode", "getValue", "getKey");

  private static final Pattern ASKED =
      Pattern.compile("(@\\w+\\.)?has(?:Any)?(Role|Authority)\\(([^)]*)\\)");

  private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']+)[\"']");
  private static final Pattern OF_ROLES =
      Pattern.compile("(?i).*roles?(enum|type|kind|name|code|constants?|const)?s?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{1,40}");
  private static final Pattern PREFIXED = Pattern.compile("ROLE_[A-Z][A-Z0-9_]{1,40}");

  /** What stands in a class file that is worth a look. */
  private static final Pattern SIGNS =
      Pattern.compile(
          "ROLE_|PreAuthorize|PostAuthorize|Secured|RolesAllowed|RequiresRoles|SaCheckRole|[hH]as\\w*Role"
              + "|isUserInRole|checkRole");

  private static final Map<String, List<String>> WORDS = new LinkedHashMap<>();

  static {
    words("seller", "seller merchant vendor supplier shop store mch");
    words("courier", "courier rider driver delivery deliveryman express dispatcher");
    words("customer", "customer buyer consumer member");
    words(
        "staff",
        "admin administrator root super superadmin staff employee operator operation support cs"
            + " service agent manager auditor finance kefu warehouse editor ops boss owner sys");
  }

  /** Name, as the actor has it, to where it was seen first. */
  private final Map<String, String> found = new TreeMap<>();

  private final boolean isSpring;

  /**
   * @param isSpring whether Spring Security is inside, which names what a servlet is asked for
   */
  SecurityRoles(Classes classes, boolean isSpring) {
    this.isSpring = isSpring;
    for (byte[] bytes : classes.bytes) {
      // Names of classes, methods and annotations are plain ASCII in a class file.
      boolean signs = SIGNS.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find();
      ClassReader reader = OpenedClassReader.of(bytes);
      if (signs || OF_ROLES.matcher(simple(reader.getClassName())).matches()) {
        reader.accept(
            new Looking(simple(reader.getClassName())),
            ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
      }
    }
  }

  private static void words(String role, String words) {
    WORDS.put(role, Arrays.asList(words.split(" ")));
  }

  private static String simple(String internalName) {
    return internalName.substring(
        Math.max(internalName.lastIndexOf('/'), internalName.lastIndexOf('$')) + 1);
  }

  /** Whether a name was found. */
  boolean isNamed() {
    return !found.isEmpty();
  }

  /**
   * Lines for the file, all of them comments, those first whose names speak of a role.
   *
   * @param standing lines that stand already, of which nothing is to be asked
   */
  List<String> lines(List<String> standing) {
    List<String> names = new ArrayList<>(found.keySet());
    names.removeIf(name -> standing.contains("  - " + rule(name)));
    names.sort(Comparator.comparing((String name) -> roleOf(name) == null));
    List<String> lines = new ArrayList<>();
    for (String name : names.subList(0, Math.min(MOST, names.size()))) {
      String role = roleOf(name);
      lines.add(
          "  # - "
              + rule(name)
              + "  # ? "
              + (role == null
                  ? "staff, seller, courier or customer?"
                  : "are these " + plural(role) + "?")
              + " "
              + found.get(name));
    }
    if (names.size() > MOST) {
      lines.add("  # and " + (names.size() - MOST) + " more that the code names");
    }
    return lines;
  }

  private static String rule(String name) {
    String role = roleOf(name);
    return "{role: " + (role == null ? "staff" : role) + ", authority: " + name + "}";
  }

  private static String plural(String role) {
    return role.equals("staff") ? role : role + "s";
  }

  /** The role that a name speaks of; null where of none. {@code USER} may be anybody. */
  private static String roleOf(String name) {
    String flat = name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    List<String> words = Arrays.asList(flat.replaceFirst("^role_", "").split("[^a-z0-9]+"));
    for (Map.Entry<String, List<String>> role : WORDS.entrySet()) {
      for (String word : words) {
        if (role.getValue().contains(word.replaceFirst("s$", ""))
            || role.getValue().contains(word)) {
          return words.contains("admin") ? "staff" : role.getKey();
        }
      }
    }
    return null;
  }

  private void add(String name, String where) {
    boolean nobody = name.matches("(?i)(ROLE_)?(ANONYMOUS|GUEST|NONE|ALL)");
    if (NAME.matcher(name).matches() && !nobody) {
      found.putIfAbsent(name, where);
    }
  }

  /** As Spring Security names what {@code hasRole} asks for. */
  private static String prefixed(String name) {
    return name.startsWith("ROLE_") ? name : "ROLE_" + name;
  }

  private void expression(String text, String where) {
    Matcher asked = ASKED.matcher(text);
    while (asked.find()) {
      Matcher name = QUOTED.matcher(asked.group(3));
      while (name.find()) {
        if (asked.group(1) != null) {
          // A bean of the application's own.
          add(name.group(1), where);
        } else if (asked.group(2).equals("Role") || name.group(1).startsWith("ROLE_")) {
          add(prefixed(name.group(1)), where);
        }
      }
    }
  }

  private final class Looking extends ClassVisitor {
    private final String in;
    private final boolean ofRoles;

    Looking(String in) {
      super(OpenedClassReader.ASM_API);
      this.in = in;
      this.ofRoles = OF_ROLES.matcher(in).matches();
    }

    private AnnotationVisitor note(String descriptor) {
      String type = simple(descriptor.substring(1, descriptor.length() - 1));
      boolean naming = NAMING.matcher(type).matches();
      if (!naming && !EXPRESSION.matcher(type).matches()) {
        return null;
      }
      return new AnnotationVisitor(OpenedClassReader.ASM_API) {
        @Override
        public void visit(String key, Object value) {
          String where = "@" + type + " in " + in;
          if (value instanceof String && !naming) {
            expression((String) value, where);
          } else if (value instanceof String && (key == null || key.equals("value"))) {
            add(type.equals("RolesAllowed") && isSpring ? prefixed("" + value) : "" + value, where);
          }
        }

        @Override
        public AnnotationVisitor visitArray(String key) {
          return key.equals("value") ? this : null;
        }
      };
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return note(descriptor);
    }

    @Override
    public FieldVisitor visitField(int access, String name, String type, String s, Object value) {
      if ((access & Opcodes.ACC_ENUM) != 0 && ofRoles) {
        add(name, "a constant of " + in);
      } else if (value instanceof String) {
        text((String) value);
        if (ofRoles) {
          add((String) value, name + " of " + in);
        }
      }
      return null;
    }

    private void text(String text) {
      if (PREFIXED.matcher(text).matches()) {
        add(text, "a text in " + in);
      }
    }

    @Override
    public MethodVisitor visitMethod(int a, String n, String d, String s, String[] thrown) {
      return new MethodVisitor(OpenedClassReader.ASM_API) {
        private final List<String> constants = new ArrayList<>();

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
          return note(descriptor);
        }

        @Override
        public void visitLdcInsn(Object value) {
          if (value instanceof String) {
            text((String) value);
            constants.add((String) value);
          }
        }

        @Override
        public void visitFieldInsn(int op, String owner, String field, String type) {
          // A constant of an enum, of which the name is asked for: hasRole(Kind.STAFF.name()).
          if (op == Opcodes.GETSTATIC && type.equals("L" + owner + ";")) {
            constants.add(field);
          }
        }

        @Override
        public void visitMethodInsn(int op, String owner, String called, String d, boolean i) {
          boolean spring = owner.startsWith("org/springframework/security/");
          boolean asks = CALL.matcher(called).matches() && (!called.equals("roles") || spring);
          if (asks) {
            boolean servlet = called.equals("isUserInRole") && isSpring;
            for (String name : constants) {
              add(spring || servlet ? prefixed(name) : name, called + " in " + in);
            }
          }
          if (!NAMES.contains(called)) {
            constants.clear();
          }
        }
      };
    }
  }
}
