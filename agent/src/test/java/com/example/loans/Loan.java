package com.example.loans;

import java.time.LocalDateTime;

/** A loan, in the words of those who give them. */
public class Loan {
  private final String contract;
  private final long applicantId;
  private final String applicant;
  private final String school;
  private final String bankCard;
  private final LocalDateTime lentAt;
  private final String broker;

  private Loan(int number) {
    contract = "L-" + number;
    applicantId = 500 + number;
    applicant = "Zhao " + number;
    school = "Middle School " + number;
    bankCard = "622202000000" + (1000 + number);
    lentAt = LocalDateTime.of(2026, 5, 4, 13, 14, 15);
    broker = "B7";
  }

  public static Loan of(int number) {
    return new Loan(number);
  }

  public String getContract() {
    return contract;
  }

  public long getApplicantId() {
    return applicantId;
  }

  public String getApplicant() {
    return applicant;
  }

  public String getSchool() {
    return school;
  }

  /** As a list shows it. */
  public String getBankCard() {
    return "6222 **** **** " + bankCard.substring(12);
  }

  public LocalDateTime getLentAt() {
    return lentAt;
  }

  public String getBroker() {
    return broker;
  }
}
