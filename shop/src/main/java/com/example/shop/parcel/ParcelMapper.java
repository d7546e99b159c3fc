package com.example.shop.parcel;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

@Mapper
interface ParcelMapper {
  /** What a courier still has to deliver, oldest first. */
  List<Parcel> underWay(@Param("courierId") String courierId);

  /** Null where there is none. */
  Parcel find(@Param("waybillNo") String waybillNo);
}
