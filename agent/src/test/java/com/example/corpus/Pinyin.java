package com.example.corpus;

import java.util.Date;

/** As older houses write it. */
final class Pinyin {
  private Pinyin() {}

  static class Dingdan {
    Long id;
    String ddbh;
    String khbh;
    String shrxm;
    String shrdh;
    String shdz;
    String bz;
    String spmc;
    Date xdsj;
    Integer ddzt;
  }

  static class KehuXinxi {
    String khbh;
    String xm;
    String sjh;
    String sfzh;
    String dzyx;
    String csrq;
    String khyh;
    String yhkh;
    String xb;
  }

  static class Shouhuo {
    Long kehuId;
    String shouhuoren;
    String lianxiDianhua;
    String xiangxiDizhi;
    String sheng;
    String shi;
    String qu;
  }

  static class Shangpin {
    Long id;
    String mingcheng;
    String miaoshu;
  }

  static class USER_CONTACT {
    String USER_ID;
    String RECEIVERNAME;
    String RECEIVERMOBILE;
    String HOME_ADDR;
  }
}
