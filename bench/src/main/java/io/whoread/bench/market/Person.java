package io.whoread.bench.market;

/**
 * Somebody who works for the marketplace, a shop of it or a parcel service. What changes in the
 * course of time is asked for by day.
 */
final class Person {
  static final int NEVER = Integer.MAX_VALUE;

  final int index;
  final Reader reader;

  /** The shop, where this is one of several who work for it; else null. */
  final Reader behalf;

  /** The shop or the round; -1 for staff. */
  final int unit;

  /** How much work goes to this person, the middle one being 1. */
  final double rate;

  /** Which days off, which week early. */
  final int turn;

  private final Job job;
  private final String team;
  private Job otherJob;
  private String otherTeam;

  /** First day of work; the world's first ones have been there before. */
  int joined = -1_000;

  /** First day on which this is nobody's account any more. */
  int left = NEVER;

  /** First day in the other job or team. */
  int changed = NEVER;

  /** First days of vacations, each {@link Rota#VACATION_DAYS} long. */
  int[] vacations = {};

  /** Works on until late at night: some shops do. */
  boolean late;

  /** Has a telephone as well. */
  boolean twoDevices;

  Person(
      int index, Job job, String team, String id, Reader behalf, int unit, double rate, int turn) {
    this.index = index;
    this.job = job;
    this.team = team;
    this.reader = new Reader(job.role(), id, this);
    this.behalf = behalf;
    this.unit = unit;
    this.rate = rate;
    this.turn = turn;
  }

  void change(int day, Job toJob, String toTeam) {
    changed = day;
    otherJob = toJob;
    otherTeam = toTeam;
  }

  Job job(int day) {
    return day >= changed ? otherJob : job;
  }

  String team(int day) {
    return day >= changed ? otherTeam : team;
  }

  boolean employed(int day) {
    return day >= joined && day < left;
  }
}
