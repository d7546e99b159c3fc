package io.whoread.agent.capture.bean;

import io.whoread.agent.config.Glob;
import io.whoread.agent.config.GuardRule;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Which classes look as if they held people's data, by the names of their members, for services
 * without a {@code guard} of their own.
 *
 * <p>A class of the JDK or of a known framework is passed over by its name; of the others the
 * fields are listed from the class file. Guarded is a class that has an identity such as {@code
 * orderNo} and one personal member, or two personal members. What it inherits counts, but is looked
 * at only where the class itself has a member that says something: superclasses have to be read
 * from the disk, and most classes of a service say nothing at all. One that adds nothing is guarded
 * as its superclass is.
 *
 * <p>A bare {@code name} is a person's where there is a phone or an address beside it: a product
 * has neither. An object of the application is no name, whatever the member is called: the name
 * stands inside.
 */
public final class Guess {
  private static final String[] NOT_THE_APPLICATION = {
    "java/",
    "javax/",
    "jakarta/",
    "jdk/",
    "sun/",
    "com/sun/",
    "com/oracle/",
    "oracle/",
    "kotlin",
    "scala/",
    "groovy",
    "org/codehaus/",
    "org/groovy",
    "clojure/",
    "org/springframework/",
    "org/apache/",
    "org/hibernate/",
    "org/mybatis/",
    "com/baomidou/",
    "org/eclipse/",
    "org/jboss/",
    "org/wildfly/",
    "io/undertow/",
    "io/netty/",
    "io/smallrye/",
    "io/quarkus/",
    "io/micronaut/",
    "io/micrometer/",
    "io/prometheus/",
    "io/opentelemetry/",
    "io/opentracing/",
    "io/grpc/",
    "io/swagger/",
    "io/jsonwebtoken/",
    "io/lettuce/",
    "io/reactivex/",
    "io/vertx/",
    "io/r2dbc/",
    "io/kubernetes/",
    "io/fabric8/",
    "io/seata/",
    "io/sentry/",
    "io/whoread/agent/",
    "reactor/",
    "com/fasterxml/",
    "tools/jackson/",
    "com/google/",
    "com/alibaba/fastjson",
    "com/alibaba/druid/",
    "com/alibaba/excel/",
    "com/alibaba/nacos/",
    "com/alibaba/csp/",
    "com/alibaba/dubbo/",
    "com/alibaba/cloud/",
    "com/alibaba/spring/",
    "com/alibaba/ttl",
    "cn/hutool/",
    "cn/dev33/",
    "cn/idev/excel/",
    "cn/afterturn/easypoi/",
    "com/github/pagehelper/",
    "com/github/benmanes/",
    "com/mysql/",
    "org/mariadb/",
    "org/postgresql/",
    "org/h2/",
    "com/microsoft/",
    "com/mongodb/",
    "org/bson/",
    "com/zaxxer/",
    "ch/qos/",
    "org/slf4j/",
    "org/yaml/",
    "org/snakeyaml/",
    "org/aspectj/",
    "org/aopalliance/",
    "net/bytebuddy/",
    "net/sf/",
    "javassist/",
    "org/objectweb/",
    "org/objenesis/",
    "org/antlr/",
    "antlr/",
    "org/thymeleaf/",
    "freemarker/",
    "org/attoparser/",
    "org/unbescape/",
    "org/quartz/",
    "org/redisson/",
    "redis/",
    "okhttp3/",
    "okio/",
    "retrofit2/",
    "feign/",
    "org/elasticsearch/",
    "co/elastic/",
    "org/opensearch/",
    "org/lucene/",
    "org/bouncycastle/",
    "com/nimbusds/",
    "org/jose4j/",
    "org/ehcache/",
    "com/hazelcast/",
    "com/netflix/",
    "com/xxl/",
    "com/rabbitmq/",
    "com/lmax/",
    "com/codahale/",
    "org/junit/",
    "junit/",
    "org/mockito/",
    "org/assertj/",
    "org/dom4j/",
    "org/jdom",
    "org/w3c/",
    "org/xml/",
    "org/json/",
    "net/minidev/",
    "com/jayway/",
    "org/joda/",
    "org/mapstruct/",
    "lombok/",
    "springfox/",
    "org/springdoc/",
    "com/aliyun/",
    "com/qcloud/",
    "com/tencentcloudapi/",
    "com/amazonaws/",
    "software/amazon/",
    "org/skywalking/",
    "com/taobao/arthas/",
    "com/intellij/",
    "org/jetbrains/",
    "org/glassfish/",
    "com/ibm/",
    "com/itextpdf/",
    "com/opencsv/",
    "org/flywaydb/",
    "liquibase/",
  };

  /** Ends of the names of classes that do things, ask for things, or set things up. */
  private static final String[] NO_ENTITY = {
    "Controller",
    "Service",
    "ServiceImpl",
    "Mapper",
    "Repository",
    "Dao",
    "DaoImpl",
    "Config",
    "Configuration",
    "Properties",
    "Query",
    "Criteria",
    "Example",
    "Request",
    "Req",
    "Param",
    "Params",
    "Command",
    "Cmd",
    "Filter",
    "Interceptor",
    "Handler",
    "Listener",
    "Converter",
    "Validator",
    "Builder",
    "Factory",
    "Client",
    "Application",
    "Test",
    "Tests",
    "Utils",
    "Util",
    "Exception",
    "Constants",
    "Advice",
    "Aspect",
  };

  private Guess() {}

  /** Whether a class is worth a look into its file. */
  static boolean mayGuess(String internalName) {
    if (!isApplication(internalName)) {
      return false;
    }
    for (String end : NO_ENTITY) {
      if (internalName.endsWith(end)) {
        return false;
      }
    }
    return !internalName.contains("$$") && !internalName.contains("$Proxy");
  }

  static boolean isApplication(String internalName) {
    for (String prefix : NOT_THE_APPLICATION) {
      if (internalName.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What is to be guarded in a class, or null for nothing.
   *
   * @param locator finds the files of the class and its superclasses; what cannot be read is left
   *     out
   */
  static GuardRule rule(String className, ClassFileLocator locator) {
    Fields own = mayGuess(className.replace('.', '/')) ? Fields.of(className, locator) : null;
    if (own == null || !own.isClass || own.names.stream().noneMatch(Names::tells)) {
      return null;
    }
    Set<String> members = new LinkedHashSet<>(own.names);
    Fields last = own;
    while (last != null && isApplication(last.parent)) {
      last = Fields.of(last.parent.replace('/', '.'), locator);
      members.addAll(last == null ? Collections.<String>emptySet() : last.names);
    }
    return rule(className, members);
  }

  /** As above, from the names of the fields, the class's own first. */
  public static GuardRule rule(String className, Iterable<String> members) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> identities = new LinkedHashMap<>();
    String bareName = null;
    String owner = null;
    String placed = null;
    String status = null;
    int strong = 0;
    for (String member : members) {
      String kind = Names.field(member);
      if (kind != null) {
        fields.put(member, kind);
        strong += Names.isStrong(kind) ? 1 : 0;
      }
      bareName = bareName == null && Names.isBareName(member) ? member : bareName;
      String identity = Names.identity(member);
      if (identity != null) {
        // Of orderNo and orderId the number is the subject: people know it by that.
        if (!identities.containsKey(identity)
            || isNumber(member) && !isNumber(identities.get(identity))) {
          identities.put(identity, member);
        }
      }
      owner = owner == null && Names.isOwner(member) ? member : owner;
      placed = placed == null && Names.isPlaced(member) ? member : placed;
      status = status == null && Names.isStatus(member) ? member : status;
    }
    if (bareName != null && (fields.containsValue("phone") || fields.containsValue("address"))) {
      fields.put(bareName, "name");
      strong++;
    }
    String subject = null;
    for (String kind : new String[] {"order", "waybill", "customer"}) {
      subject = subject == null && identities.containsKey(kind) ? kind : subject;
    }
    if (strong == 0 || subject == null && strong < 2) {
      return null;
    }
    String id = subject == null ? null : identities.remove(subject);
    return new GuardRule(
        new Glob(className), subject, id, identities, owner, placed, status, fields);
  }

  private static boolean isNumber(String member) {
    return !member.toLowerCase(java.util.Locale.ROOT).endsWith("id");
  }

  private static final class Fields extends ClassVisitor {
    private static final int SKIPPED =
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;

    private static final Pattern CLASS = Pattern.compile("L([^;<]+)");

    final Set<String> names = new LinkedHashSet<>();
    boolean isClass;
    String parent;

    Fields() {
      super(OpenedClassReader.ASM_API);
    }

    /** Null where there is no such class file, or none that can be read. */
    static Fields of(String className, ClassFileLocator locator) {
      try {
        ClassFileLocator.Resolution file = locator.locate(className);
        if (!file.isResolved()) {
          return null;
        }
        Fields found = new Fields();
        OpenedClassReader.of(file.resolve()).accept(found, SKIPPED);
        return found;
      } catch (IOException | RuntimeException e) {
        return null;
      }
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String parent,
        String[] interfaces) {
      this.parent = parent;
      isClass = (access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM | Opcodes.ACC_SYNTHETIC)) == 0;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      boolean own = (access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) == 0;
      boolean called = "name".equals(Names.field(name)) || Names.isBareName(name);
      if (own && !(called && holdsObject(signature == null ? descriptor : signature))) {
        names.add(name);
      }
      return null;
    }

    /** Whether a type is a class of the application, or several of them. */
    private static boolean holdsObject(String type) {
      Matcher named = CLASS.matcher(type);
      while (named.find()) {
        if (isApplication(named.group(1))) {
          return true;
        }
      }
      return false;
    }
  }
}
