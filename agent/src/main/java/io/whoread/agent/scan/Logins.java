package io.whoread.agent.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/** How people log in: which library is inside, and what code leaves in the HTTP session. */
final class Logins {
  private static final Map<String, String> LIBRARIES = new LinkedHashMap<>();

  static {
    LIBRARIES.put("Spring Security", "spring-security org/springframework/security/");
    LIBRARIES.put("Sa-Token", "sa-token cn/dev33/satoken/");
    LIBRARIES.put("Shiro", "shiro org/apache/shiro/");
    LIBRARIES.put(
        "JWT", "jjwt java-jwt nimbus-jose io/jsonwebtoken/ com/auth0/jwt/ cn/hutool/jwt/");
  }

  final Set<String> libraries = new LinkedHashSet<>();

  /** Attributes that look like who is logged in, to the type of their value; null if unknown. */
  final Map<String, String> attributes = new TreeMap<>();

  Logins(Classes classes) {
    LIBRARIES.forEach(
        (name, signs) -> {
          for (String sign : signs.split(" ")) {
            if (!sign.contains("/") && classes.libraries.stream().anyMatch(f -> f.contains(sign))) {
              libraries.add(name);
            }
          }
        });
    for (byte[] bytes : classes.bytes) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      LIBRARIES.forEach(
          (name, signs) -> {
            for (String sign : signs.split(" ")) {
              if (sign.contains("/") && text.contains(sign)) {
                libraries.add(name);
              }
            }
          });
      if (text.contains("servlet/http/HttpSession") && text.contains("setAttribute")) {
        sessions(bytes, classes.problems);
      }
    }
  }

  /** With the tables of lines, which some tools that make code smaller leave broken. */
  private void sessions(byte[] bytes, List<String> problems) {
    ClassReader reader = OpenedClassReader.of(bytes);
    try {
      reader.accept(new Sessions(), ClassReader.SKIP_FRAMES);
    } catch (RuntimeException e) {
      problems.add(reader.getClassName() + ": what it puts into sessions cannot be read: " + e);
    }
  }

  private static boolean isLogin(String attribute) {
    String word = attribute.toLowerCase(Locale.ROOT);
    return attribute.matches("[A-Za-z_][A-Za-z0-9_]{2,40}")
        && word.matches(".*(user|admin|login|member|account|staff|emp|seller|customer|operator).*")
        && !word.matches(
            ".*(code|captcha|token|error|msg|message|url|time|count|flag|role|pwd|img).*");
  }

  /** Notes the constant that stands before a call of setAttribute, and what is put there. */
  private final class Sessions extends ClassVisitor {
    Sessions() {
      super(OpenedClassReader.ASM_API);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      Map<Integer, String> variables = new LinkedHashMap<>();
      int at = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
      for (Type type : Type.getArgumentTypes(descriptor)) {
        variables.put(at, type.getDescriptor());
        at += type.getSize();
      }
      return new Method(variables);
    }
  }

  private final class Method extends MethodVisitor {
    private final Map<Integer, String> variables;
    private final List<String> constants = new ArrayList<>();

    /** Type of what was pushed last; null where it is not known. */
    private String pushed;

    Method(Map<Integer, String> variables) {
      super(OpenedClassReader.ASM_API);
      this.variables = variables;
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (value instanceof String) {
        constants.add((String) value);
        pushed = "Ljava/lang/String;";
      }
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
      if (opcode == Opcodes.ASTORE) {
        variables.put(variable, pushed);
      } else if (opcode == Opcodes.ALOAD) {
        pushed = variables.get(variable);
      }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.CHECKCAST || opcode == Opcodes.NEW) {
        pushed = "L" + type + ";";
      }
    }

    @Override
    public void visitLineNumber(int line, Label start) {
      constants.clear();
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean sets = owner.endsWith("servlet/http/HttpSession") && name.equals("setAttribute");
      if (sets && !constants.isEmpty() && isLogin(constants.get(0))) {
        attributes.merge(constants.get(0), String.valueOf(pushed), (a, b) -> a);
      }
      String returned = Type.getReturnType(descriptor).getDescriptor();
      if (name.equals("<init>")) {
        // What was made, whatever its arguments were.
        pushed = "L" + owner + ";";
      } else if (!returned.equals("V")) {
        pushed = returned;
      }
    }
  }
}
