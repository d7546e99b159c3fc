package io.whoread.agent.capture.jdbc;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * The getters of a result set that take a column's label, find its number, and call the getter for
 * that: what most drivers do. Such a getter need not be hooked.
 */
final class Delegations extends ClassVisitor {
  private static final String BY_LABEL = "(Ljava/lang/String;";
  private static final String BY_NUMBER = "(I";

  private final Set<String> declared = new HashSet<>();
  private final Set<String> delegating = new HashSet<>();
  private String type;

  private Delegations() {
    super(OpenedClassReader.ASM_API);
  }

  /** Names and descriptors of those of a class. */
  static Set<String> of(byte[] classFile) {
    Delegations found = new Delegations();
    OpenedClassReader.of(classFile).accept(found, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    // Hooked is the getter for a number only where it stands here as well.
    found.delegating.removeIf(label -> !found.declared.contains(byNumber(label)));
    return found.delegating;
  }

  private static String byNumber(String byLabel) {
    return byLabel.replace(BY_LABEL, BY_NUMBER);
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    type = name;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    declared.add(name + descriptor);
    if (!name.startsWith("get") || !descriptor.startsWith(BY_LABEL)) {
      return null;
    }
    return new MethodVisitor(OpenedClassReader.ASM_API) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String calledWith, boolean onInterface) {
        if (opcode == Opcodes.INVOKEVIRTUAL
            && owner.equals(type)
            && called.equals(name)
            && calledWith.equals(byNumber(descriptor))) {
          delegating.add(name + descriptor);
        }
      }
    };
  }
}
