package io.whoread.agent.capture.jackson;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jackson, 2 and 3: what is written counts as disclosed, not what was read. A property writer opens
 * the property of its bean; the generator, inside it, tells whether what it writes looks plain or
 * masked. So a getter that masks, a serialiser that masks and neither are each told right.
 *
 * <p>The two differ in the names of packages and methods. Advice that names types of a version is
 * in that version's own package.
 */
public final class JacksonHook {
  private static final String SHARED = "io.whoread.agent.capture.jackson.";

  private static final String[] BLACKBIRD = {"Boolean", "Int", "Long", "Object", "String"};

  private final LibraryHook hook;
  private final String advice;

  private JacksonHook(String name) {
    this.hook = new LibraryHook(name);
    this.advice = "io.whoread.agent.capture." + name + ".";
  }

  public static LibraryHook two() {
    JacksonHook two = new JacksonHook("jackson2");
    String root = "com.fasterxml.jackson.";
    String ser = root + "databind.ser.";
    two.properties(ser + "BeanPropertyWriter", "serializeAsField");
    two.unwrapping(ser + "impl.UnwrappingBeanPropertyWriter", "serializeAsField");
    for (String kind : BLACKBIRD) {
      two.properties(root + "module.blackbird.ser." + kind + "PropertyWriter", "serializeAsField");
    }
    two.generators(root + "core.");
    return two.hook;
  }

  public static LibraryHook three() {
    JacksonHook three = new JacksonHook("jackson3");
    String root = "tools.jackson.";
    three.properties(root + "databind.ser.BeanPropertyWriter", "serializeAsProperty");
    three.unwrapping(
        root + "databind.ser.bean.UnwrappingBeanPropertyWriter", "serializeAsProperty");
    for (String kind : BLACKBIRD) {
      three.properties(
          root + "module.blackbird.ser." + kind + "PropertyWriter", "serializeAsProperty");
    }
    three.generators(root + "core.");
    return three.hook;
  }

  private void properties(String writer, String method) {
    hook.at(writer, advice + "PropertyAdvice", named(method).or(named("serializeAsElement")));
  }

  private void unwrapping(String writer, String method) {
    hook.at(writer, advice + "PropertyAdvice", named(method));
  }

  private void generators(String core) {
    for (String kind : new String[] {"UTF8JsonGenerator", "WriterBasedJsonGenerator"}) {
      String generator = core + "json." + kind;
      hook.at(generator, SHARED + "TextAdvice", text(String.class));
      hook.at(generator, SHARED + "CharsAdvice", text(char[].class));
      hook.at(
          generator,
          advice + "SerializableAdvice",
          writes().and(takesArgument(0, named(core + "SerializableString"))));
      hook.at(
          generator,
          SHARED + "Utf8Advice",
          named("writeUTF8String").or(named("writeRawUTF8String")));
      hook.at(
          generator,
          SHARED + "ValueAdvice",
          named("writeNumber")
              .and(takesArguments(1))
              .or(named("writeBinary"))
              .or(named("writeString").and(takesArgument(0, java.io.Reader.class))));
    }
  }

  private static ElementMatcher.Junction<MethodDescription> writes() {
    return named("writeString").or(named("writeRaw")).or(named("writeRawValue"));
  }

  private static ElementMatcher.Junction<MethodDescription> text(Class<?> type) {
    return writes().and(takesArgument(0, type));
  }
}
