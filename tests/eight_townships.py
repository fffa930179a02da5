"""A county of eight townships as a spreadsheet gives it: no roads, no stations, no sizes of towns."""

EIGHT = """name,population,area_km2,x_km,y_km,officers_traffic,officers_station,auxiliaries
城关镇,86500,182.4,28.5,22.0,12,24,6
白沙镇,41200,240.1,12.0,30.5,0,14,0
石桥镇,38750,210.6,44.2,18.3,5,12,0
双河镇,29310,265.0,20.4,44.1,0,10,0
大坪乡,18940,310.7,8.2,12.9,0,7,0
清水乡,15020,288.8,50.3,40.6,0,6,0
高岭乡,9870,350.2,33.1,6.4,0,5,0
云台乡,7640,402.5,55.0,4.8,0,4,0
"""
