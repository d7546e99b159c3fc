package io.whoread.agent.capture.bean;

import io.whoread.agent.boot.Reads;
import java.util.function.BiPredicate;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Reads of fields without an accessor, where they happen: each is told beforehand, with the object
 * and the name of the field. Whether that counts, the object's class says.
 */
final class FieldReads implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
  private static final String READS = Type.getInternalName(Reads.class);

  private final BiPredicate<String, String> wanted;

  /**
   * @param wanted asked with the internal name of the class that is named with a field, and with
   *     the field's name
   */
  private FieldReads(BiPredicate<String, String> wanted) {
    this.wanted = wanted;
  }

  static AsmVisitorWrapper in(
      ElementMatcher<? super MethodDescription> methods, BiPredicate<String, String> wanted) {
    return new AsmVisitorWrapper.ForDeclaredMethods().method(methods, new FieldReads(wanted));
  }

  @Override
  public MethodVisitor wrap(
      TypeDescription type,
      MethodDescription method,
      MethodVisitor visitor,
      Implementation.Context context,
      TypePool pool,
      int writerFlags,
      int readerFlags) {
    return new MethodVisitor(OpenedClassReader.ASM_API, visitor) {
      private boolean told;

      @Override
      public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if (opcode == Opcodes.GETFIELD && wanted.test(owner, name)) {
          told = true;
          super.visitInsn(Opcodes.DUP);
          super.visitLdcInsn(name);
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              READS,
              "touchedField",
              "(Ljava/lang/Object;Ljava/lang/String;)V",
              false);
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
      }

      @Override
      public void visitMaxs(int stack, int locals) {
        super.visitMaxs(told ? stack + 2 : stack, locals);
      }
    };
  }
}
