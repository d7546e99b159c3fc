package io.whoread.agent.capture.jackson2;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jackson 2: what is written counts as disclosed, not what was read. A property writer opens the
 * property of its bean; the generator, inside it, tells whether what it writes looks plain or
 * masked. So a getter that masks, a serialiser that masks and neither are each told right.
 */
public final class Jackson2Hook {
  private static final String PACKAGE = "io.whoread.agent.capture.jackson2.";
  private static final String[] GENERATORS = {
    "com.fasterxml.jackson.core.json.UTF8JsonGenerator",
    "com.fasterxml.jackson.core.json.WriterBasedJsonGenerator",
  };

  private Jackson2Hook() {}

  public static LibraryHook create() {
    LibraryHook hook = new LibraryHook("jackson2");
    hook.at(
        "com.fasterxml.jackson.databind.ser.BeanPropertyWriter",
        PACKAGE + "PropertyAdvice",
        named("serializeAsField").or(named("serializeAsElement")));
    hook.at(
        "com.fasterxml.jackson.databind.ser.impl.UnwrappingBeanPropertyWriter",
        PACKAGE + "PropertyAdvice",
        named("serializeAsField"));
    for (String generator : GENERATORS) {
      hook.at(generator, PACKAGE + "TextAdvice", text(String.class));
      hook.at(generator, PACKAGE + "CharsAdvice", text(char[].class));
      hook.at(
          generator,
          PACKAGE + "SerializableAdvice",
          writes().and(takesArgument(0, named("com.fasterxml.jackson.core.SerializableString"))));
      hook.at(
          generator,
          PACKAGE + "Utf8Advice",
          named("writeUTF8String").or(named("writeRawUTF8String")));
      hook.at(
          generator,
          PACKAGE + "ValueAdvice",
          named("writeNumber")
              .and(takesArguments(1))
              .or(named("writeBinary"))
              .or(named("writeString").and(takesArgument(0, java.io.Reader.class))));
    }
    return hook;
  }

  private static ElementMatcher.Junction<MethodDescription> writes() {
    return named("writeString").or(named("writeRaw")).or(named("writeRawValue"));
  }

  private static ElementMatcher.Junction<MethodDescription> text(Class<?> type) {
    return writes().and(takesArgument(0, type));
  }
}
