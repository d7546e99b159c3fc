package io.whoread.agent.capture.jdbc;

/** What the text of a statement means differently from database to database. */
enum Dialect {
  /** Text in double quotes; {@code #} begins a comment. */
  MYSQL(false, false),
  /** Text in double quotes, unless told otherwise; names in square brackets. */
  BRACKETS(false, true),
  /** Text in double quotes, or not known. */
  OTHER(false, false),
  ORACLE(true, false),
  /** Names in double quotes, as the standard has it. */
  STANDARD(true, false);

  private static final String[] MYSQLS = {
    "com.mysql.", "org.mariadb.", "com.oceanbase.", "com.alipay.oceanbase."
  };
  private static final String[] BRACKETED = {
    "com.microsoft.", "net.sourceforge.jtds.", "org.sqlite."
  };
  private static final String[] ORACLES = {"oracle.", "dm."};
  private static final String[] STANDARDS = {
    "org.postgresql.",
    "org.h2.",
    "com.kingbase8.",
    "com.kingbase.",
    "org.opengauss.",
    "com.huawei.",
    "com.highgo.",
    "com.oscar.",
    "com.ibm.db2.",
    "com.sap.db.",
    "com.clickhouse.",
    "com.amazon.redshift.",
    "org.hsqldb.",
    "org.apache.derby.",
    "org.apache.calcite.",
    "org.duckdb.",
    "net.snowflake.",
    "io.trino.",
    "com.facebook.presto."
  };

  /** Whether a name may stand in double quotes, and text never. */
  final boolean quotedNames;

  final boolean brackets;

  Dialect(boolean quotedNames, boolean brackets) {
    this.quotedNames = quotedNames;
    this.brackets = brackets;
  }

  /** Of a driver, by the name of one of its classes. */
  static Dialect of(String className) {
    return startsWith(className, MYSQLS)
        ? MYSQL
        : startsWith(className, BRACKETED)
            ? BRACKETS
            : startsWith(className, ORACLES)
                ? ORACLE
                : startsWith(className, STANDARDS) ? STANDARD : OTHER;
  }

  private static boolean startsWith(String className, String[] prefixes) {
    for (String prefix : prefixes) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
