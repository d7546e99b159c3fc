package io.whoread.agent.capture.work;

import io.whoread.agent.boot.Carried;
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
 * Has the tasks that a method runs be run by {@link Carried}: the method itself goes on from task
 * to task, so that where it begins and ends says nothing.
 */
final class TaskRuns implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
  private static final String CARRIED = Type.getInternalName(Carried.class);

  private TaskRuns() {}

  static AsmVisitorWrapper in(ElementMatcher<? super MethodDescription> methods) {
    return new AsmVisitorWrapper.ForDeclaredMethods().method(methods, new TaskRuns());
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
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (owner.equals("java/lang/Runnable") && name.equals("run")) {
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC, CARRIED, "run", "(Ljava/lang/Runnable;)V", false);
        } else {
          super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
      }
    };
  }
}
