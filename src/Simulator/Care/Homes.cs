using System.Globalization;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Care;

/// <summary>Makes places for children to live. Postcodes lie in areas (ZQ, and ZR for a council's own homes) that do not exist.</summary>
internal sealed class Homes(string council, SeededRandom draw)
{
    internal const string InwardLetters = "ABDEFGHJLNPQRSTUWXYZ";

    // The agency of the reference region is hosted by Staffordshire, so to the other councils it is another council's provision.
    private readonly string _agencyProvider = council == "860" ? "PR1" : "PR2";

    /// <summary>Where the child comes from: in other districts than those in which anybody is placed, but with parents.</summary>
    public string HomePostcode() => Postcode(41);

    public Placement Foster(string place) => draw.Chance(650)
        ? new Placement(place, "PR1", Postcode(), $"SC04{council}1", Carer())
        : new Placement(place, "PR4", Postcode(), Urn(), Carer());

    public Placement Family(string place) => new(place, "PR1", Postcode(), $"SC04{council}1", Carer());

    public Placement Adopters(string place) => draw.Chance(750)
        ? new Placement(place, _agencyProvider, Postcode(), "XXXXXXX", Carer())
        : new Placement(place, "PR5", Postcode(), Urn(), Carer());

    public Placement Parents(string homePost) => new("P1", "PR0", homePost, "", Carer());

    public Placement ChildrensHome() => draw.Chance(200)
        ? new Placement("K2", "PR1", OwnPostcode(Postcode()), Urn(), Carer())
        : new Placement("K2", "PR4", Postcode(), Urn(), Carer());

    public Placement SupportedAccommodation(string place) => new(place, "PR4", Postcode(), place == "K3" ? Urn() : "", Carer());

    /// <summary>Hospital, a child's holiday, a carer's holiday, or up to seven days: no provider and no registration number.</summary>
    public Placement Temporary(string place) => new(place, "", Postcode(), "", Carer());

    private string Postcode(int firstDistrict = 1) => string.Create(
        CultureInfo.InvariantCulture,
        $"ZQ{draw.Between(firstDistrict, firstDistrict + 38)} {draw.Between(1, 9)}{InwardLetters[draw.Between(0, 19)]}{InwardLetters[draw.Between(0, 19)]}");

    /// <summary>A council's own homes lie in its area: the postcode spells the council, ZR86 0AB.</summary>
    private string OwnPostcode(string drawn) => $"ZR{council[..2]} {council[2]}{drawn[^2..]}";

    private int Carer() => draw.Between(1, 1_999_999_999);

    private string Urn() => draw.Between(1_200_000, 2_799_999).ToString(CultureInfo.InvariantCulture);
}
