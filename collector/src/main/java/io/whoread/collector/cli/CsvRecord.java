package io.whoread.collector.cli;

import io.whoread.record.v1.Form;
import java.util.List;

/**
 * One line of a file of records.
 *
 * @param subject pseudonym
 * @param placedDay days since 1970-01-01 plus 1, 0 where unknown
 * @param fields kinds of personal data that were read
 * @param team empty where the file names none, as the other texts are
 */
record CsvRecord(
    long timeMs,
    String actor,
    String role,
    byte[] subject,
    int placedDay,
    List<String> fields,
    String service,
    String operation,
    Form form,
    String address,
    String owner,
    String status,
    String team) {}
