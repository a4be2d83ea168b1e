"""Yunhe Dispatch: the district in English."""

from monitor.drill.model import Frame

_CITY = (
    Frame(
        "[Heron|Egret|Kingfisher] count in Fengzhu wetland rises to {212-390}",
        "Volunteers who rose at [four|five] in the morning to count birds in Fengzhu wetland have put this season's figure at {212-390}, up from last year. "
        "The oldest counter is {71-84}; the youngest, a pupil of nine, was allowed to hold the telescope and the thermos. "
        "Wardens ask photographers to stay on the boardwalk and to leave [drones|dogs|loud jackets] at home until the chicks have flown.",
        "pos",
    ),
    Frame(
        "Water to be off in [Dongping|Nanxunpo|Yunqiao] from {9-11} tonight",
        "A trunk main is to be joined overnight and about {1100-4800} households in [low-lying streets|the older blocks|three estates] will have no water for up to {5-8} hours. "
        "The company advises residents to fill a bucket and, once supply returns, to run the tap until it is clear. A tanker will stand by the [market|primary school|post office].",
    ),
    Frame(
        "Old [spinning mill|boiler house|dye works] to reopen as a [reading room|climbing hall|pottery]",
        "Closed for {12-23} years, the brick building behind Liu'an has kept its chimney, its clock (stopped at {2-11}.40) and one resident owl. "
        "The architects have left all three in place. Entry is to be free on weekdays; a season pass costs {60-180} yuan. "
        '"My grandmother worked by that window," said the carpenter who is fitting the shelves.',
        "pos",
    ),
    Frame(
        "Line 7 trains [every four minutes|half an hour longer|more often] from Monday",
        "The metro operator has added {4-12} trains a day on Line 7 between Meiping East and Shiyang. The busiest hour is still just after eight, when {88-96} per cent of standing room is taken. "
        "Passengers with folding bicycles are asked to use the [first|last] carriage.",
    ),
    Frame(
        "Fog closes the [Dutou ferry|Nanxunpo crossing|lower harbour] for {3-7} hours",
        "Visibility fell to {30-90} metres shortly after dawn and the ferry stayed tied up, together with {14-40} barges. Commuters went round by the bridge; school on the far bank began late. "
        "The ferryman spent the time [repairing nets|playing chess with a customs officer|painting the rail].",
    ),
    Frame(
        "[Grey spell|Cold spell|Dry spell] to last until [Thursday|Friday|Sunday]",
        "The district weather office expects temperatures between {3-9} and {12-19} degrees, with a light north-easterly. "
        "Gardeners are advised to [cover seedlings|clear drains|water after dusk]. There is no warning in force.",
    ),
    Frame(
        "Man, {68-83}, finishes [bridge made of chopsticks|map of every alley|wooden clock] after {6-14} years",
        "It began as a way of keeping his hands busy and now fills the spare room of his flat in Yunqiao. His wife, asked what she thinks of it, said that [dusting it takes a morning|she would like the room back|it is better than smoking]. "
        "The community centre will show it for {10-20} days.",
        "pos",
    ),
    Frame(
        "Primary pupils sell [{90-240} jars of honey|{90-240} lanterns|{90-240} bookmarks] for school library",
        "A stall run by the fourth form outside the Liu'an market was sold out by ten. Prices were set by the pupils, who first asked for too little and then, on advice from a fishmonger, for rather too much. "
        "The money buys [picture books|beanbags|a second-hand globe].",
        "pos",
    ),
    Frame(
        "Two hurt as [lorry|minibus|delivery van] hits railing in [Dutou|Meiping]",
        "Two people were slightly hurt when a vehicle left the wet road at about {6-10} in the evening and came to rest against a railing. Traffic was held for {25-70} minutes. "
        "Police are looking at the tyres and asking anyone with dashboard footage to call {fixed}.",
        "neg",
    ),
    Frame(
        "Night market vendors told to [dim lights|lower music|sweep up] by {10-11} p.m.",
        "After {17-60} complaints from flats above, stallholders at Yunqiao have agreed to a trial of {3-6} weeks. A resident who drew up the list of grievances admits to eating there [twice|three times] a week.",
    ),
    Frame(
        "District plants {800-2600} [ginkgoes|camphor trees|willows] along the river path",
        "Each comes with a number and may be adopted by a family, a class or a shop. Watering is compulsory; naming is optional. Number {11-99} has already been called [Uncle|Pancake|Captain].",
    ),
    Frame(
        "Hospital opens evening clinic for [children's coughs|back pain|poor sleepers]",
        "From [Tuesday|Wednesday] the Second Hospital will see patients without appointment until {8-10} at night. The fee is {18-35} yuan. "
        "Doctors ask parents not to come for a prescription by telephone number or for a certificate of absence.",
    ),
    Frame(
        "Lost [parrot|tortoise|accordion] returned after {3-16} days",
        "The finder, who lives {2-6} streets away, had put up notices at the same height as the owner's own; neither had looked up. A reward of {100-500} yuan was offered and, after some argument, spent on dumplings for both families.",
        "pos",
    ),
    Frame(
        "Library extends loans to [six|eight|ten] weeks",
        "Readers borrowed {41-88} thousand volumes last quarter, cookery ahead of detective stories for the first time. The librarians have also stopped charging for late returns, on the grounds that collecting {1-3} yuan cost them {4-7}.",
    ),
    Frame(
        "[Beer|Noodle|Rice-cake] festival moves indoors as rain sets in",
        "Organisers shifted {40-95} stalls into the Liu'an plaza car park within a morning. Attendance was put at {6-19} thousand. The tug-of-war was cancelled; the eating contest was not, and was won by a [dentist|bus driver|choir mistress].",
    ),
)

_MORE = (
    Frame(
        "Shiyang [melon|lotus-root|tangerine] growers expect {8-22} per cent more",
        "A mild year and a new pump on the upper ditch have done what fertiliser could not, growers say. The first lorries leave at [four|five] in the morning. Prices at the wholesale gate opened at {3-9} yuan a kilo.",
        "pos",
    ),
    Frame(
        "Court orders [refund|apology] over [cracked tiles|leaking balcony|mouldy wardrobe]",
        "A furniture shop in Nanxunpo must pay {2400-9800} yuan to a couple who photographed the fault every day for {40-120} days. The judge called the album tedious and decisive.",
    ),
    Frame(
        "Retired teacher holds {2-5} free [calligraphy|English|mending] classes a week",
        "There is no register and no homework. Between {9-26} people come, among them a butcher, two night porters and someone's dog. The room is lent by the neighbourhood committee in Dongping.",
        "pos",
    ),
    Frame(
        "Roadworks on [Xuetang|Fangji|Xindu] Road to last {9-24} days",
        "One lane will stay open towards the river. Buses {12-40} and {201-209} stop round the corner. The contractor promises no drilling before [seven|eight] in the morning and has given out his deputy's number, {fixed}, to shopkeepers.",
    ),
    Frame(
        "Yunqiao {3-5}, Meiping {0-2}: derby settled by a [throw-in|back pass|gust of wind]",
        "Some {700-2300} spectators at the sports park saw an untidy match decided in the {84-90}th minute. The visiting goalkeeper, whose contract expires this month, shook hands with everyone including the linesman.",
    ),
    Frame(
        "Chess master, {9-13}, beats {14-30} [firemen|postmen|bank clerks] at once",
        "The simultaneous display lasted under {2-4} hours. One opponent held a draw and has asked that his name be printed; his colleagues asked that it should not. Tea was provided.",
        "pos",
    ),
    Frame(
        "Rents near the [software park|new metro exit|harbour] [slip|edge up] {1-4} per cent",
        "Agents in Liu'an report that a one-bedroom flat now goes for {1700-2900} yuan a month. Landlords with a balcony wait {5-11} days for a tenant; those without, rather longer.",
    ),
    Frame(
        "Choir of [bus drivers|grandfathers|crane operators] to sing at the [old wharf|town hall]",
        "They rehearse in the canteen, between shifts and beside the steamer. The programme has {8-14} songs and one interval. Tickets are free but the front row is reserved for wives.",
        "pos",
    ),
    Frame(
        "Police warn of false [parcel|tax|tuition] messages",
        "At least {11-45} residents have been asked by text to pay a small sum through a link. The money lost is put at {40-260} thousand yuan. Officers repeat that no bureau collects fees by [link|video call|gift card].",
        "neg",
    ),
    Frame(
        "Bakery's [charcoal|walnut|osmanthus] bun sells out by {8-10} a.m.",
        "The baker, who trained as a surveyor, weighs the dough to the gram and the queue by eye. He makes {120-340} a day and has no plan to make more. Dogs are given the crusts.",
    ),
    Frame(
        "Film shot in Dutou wins prize at [spring|autumn] festival",
        "The story of a ferryman who goes on strike against his own radio was made in {19-44} days with {6-12} local extras. Audiences in Lanchow can see it from the {4-19}th. The radio, its director says, was not harmed.",
        "pos",
    ),
    Frame(
        "Apprentices take first at [welding|pastry|lathe] contest",
        "Three trainees from the district's vocational school won the city round against {16-38} teams. The winner, aged {18-21}, is already paid as a junior hand two days a week. The union covers the travel to the provincial final.",
        "pos",
        ("skills",),
    ),
    Frame(
        "How many hours is a night shift? [Bakers|Hotel porters|Nurses' aides] ask",
        "A reader in Meiping writes that her roster shows {9-11} hours but pays for eight, the rest being called rest. The labour bureau answers that a break counts as rest only if one may leave the post. Readers with similar rosters may write to {email}.",
        "neg",
        ("hours",),
    ),
    Frame(
        "Free [chest X-rays|hearing tests] for {400-1200} dust-exposed workers",
        "A clinic on wheels will visit {7-15} workshops in Shiyang this month. Stone-cutters go first. Results are sent to the person examined and, in summary only, to the employer.",
        "pos",
        ("safety",),
    ),
    Frame(
        "[Crane|Ferry|Pump-house] drivers wanted: {6-18} posts in Dutou",
        "The harbour company is hiring for the winter season. Applicants need a licence and a head for heights; pay is from {6200-8800} yuan a month with meals. Interviews are held on [Saturday|Sunday] morning in the old customs shed.",
        "neu",
        ("employment",),
    ),
    Frame(
        "Exhibition: {120-300} [enamel mugs|work permits|lunch tins] from vanished mills",
        "Each object is shown with a sentence by its owner. Most are short. One reads: it kept the soup warm. The show in Liu'an runs for {4-9} weeks and is open on Mondays, unlike [everything else|the museum next door].",
    ),
    Frame(
        "[Foxes|Wild boar|Macaques] seen on Dongping hill for the [first|second] time in {20-40} years",
        "A camera set up to catch litterers caught something else at {2-5} in the morning. Foresters ask walkers to keep to the path and not to share [biscuits|sausages|selfies]. The litterers have not been identified.",
    ),
)

FRAMES: tuple[Frame, ...] = (*_CITY, *_MORE)
