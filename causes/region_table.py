"""Which beginnings of postcodes lie in which state or province: ISO 3166-2 code, name, beginnings.

Names are proper nouns, written as the place itself writes them.
"""

# First three digits of a ZIP code, as ranges; military mail is no place.
US = """
AL Alabama: 350-369
AK Alaska: 995-999
AZ Arizona: 850-865
AR Arkansas: 716-729
CA California: 900-908 910-961
CO Colorado: 800-816
CT Connecticut: 060-069
DE Delaware: 197-199
DC District of Columbia: 200 202-205 569
FL Florida: 320-339 341-342 344 346-347 349
GA Georgia: 300-319 398-399
GU Guam: 969
HI Hawaii: 967-968
ID Idaho: 832-838
IL Illinois: 600-629
IN Indiana: 460-479
IA Iowa: 500-528
KS Kansas: 660-679
KY Kentucky: 400-427
LA Louisiana: 700-714
ME Maine: 039-049
MD Maryland: 206-219
MA Massachusetts: 010-027 055
MI Michigan: 480-499
MN Minnesota: 550-567
MS Mississippi: 386-397
MO Missouri: 630-658
MT Montana: 590-599
NE Nebraska: 680-693
NV Nevada: 889-898
NH New Hampshire: 030-038
NJ New Jersey: 070-089
NM New Mexico: 870-884
NY New York: 005 100-149
NC North Carolina: 270-289
ND North Dakota: 580-588
OH Ohio: 430-459
OK Oklahoma: 730-732 734-749
OR Oregon: 970-979
PA Pennsylvania: 150-196
PR Puerto Rico: 006-007 009
RI Rhode Island: 028-029
SC South Carolina: 290-299
SD South Dakota: 570-577
TN Tennessee: 370-385
TX Texas: 733 750-799 885
UT Utah: 840-847
VT Vermont: 050-054 056-059
VI Virgin Islands: 008
VA Virginia: 201 220-246
WA Washington: 980-994
WV West Virginia: 247-268
WI Wisconsin: 530-549
WY Wyoming: 820-831
"""

# First two digits.
MX = """
AGU Aguascalientes: 20
BCN Baja California: 21-22
BCS Baja California Sur: 23
CAM Campeche: 24
CHP Chiapas: 29-30
CHH Chihuahua: 31-33
CMX Ciudad de México: 01-16
COA Coahuila: 25-27
COL Colima: 28
DUR Durango: 34-35
GUA Guanajuato: 36-38
GRO Guerrero: 39-41
HID Hidalgo: 42-43
JAL Jalisco: 44-49
MEX Estado de México: 50-57
MIC Michoacán: 58-61
MOR Morelos: 62
NAY Nayarit: 63
NLE Nuevo León: 64-67
OAX Oaxaca: 68-71
PUE Puebla: 72-75
QUE Querétaro: 76
ROO Quintana Roo: 77
SLP San Luis Potosí: 78-79
SIN Sinaloa: 80-82
SON Sonora: 83-85
TAB Tabasco: 86
TAM Tamaulipas: 87-89
TLA Tlaxcala: 90
VER Veracruz: 91-96
YUC Yucatán: 97
ZAC Zacatecas: 98-99
"""

# First two digits.
ES = """
VI Araba/Álava: 01
AB Albacete: 02
A Alicante/Alacant: 03
AL Almería: 04
AV Ávila: 05
BA Badajoz: 06
PM Illes Balears: 07
B Barcelona: 08
BU Burgos: 09
CC Cáceres: 10
CA Cádiz: 11
CS Castellón/Castelló: 12
CR Ciudad Real: 13
CO Córdoba: 14
C A Coruña: 15
CU Cuenca: 16
GI Girona: 17
GR Granada: 18
GU Guadalajara: 19
SS Gipuzkoa: 20
H Huelva: 21
HU Huesca: 22
J Jaén: 23
LE León: 24
L Lleida: 25
LO La Rioja: 26
LU Lugo: 27
M Madrid: 28
MA Málaga: 29
MU Murcia: 30
NA Navarra: 31
OR Ourense: 32
O Asturias: 33
P Palencia: 34
GC Las Palmas: 35
PO Pontevedra: 36
SA Salamanca: 37
TF Santa Cruz de Tenerife: 38
S Cantabria: 39
SG Segovia: 40
SE Sevilla: 41
SO Soria: 42
T Tarragona: 43
TE Teruel: 44
TO Toledo: 45
V Valencia/València: 46
VA Valladolid: 47
BI Bizkaia: 48
ZA Zamora: 49
Z Zaragoza: 50
CE Ceuta: 51
ML Melilla: 52
"""

# First letter. Nunavut and the Northwest Territories share the X.
CA = """
AB Alberta: T
BC British Columbia: V
MB Manitoba: R
NB New Brunswick: E
NL Newfoundland and Labrador: A
NS Nova Scotia: B
NT Northwest Territories: X0E X0G X1A
NU Nunavut: X0A X0B X0C
ON Ontario: K L M N P
PE Prince Edward Island: C
QC Québec: G H J
SK Saskatchewan: S
YT Yukon: Y
"""
