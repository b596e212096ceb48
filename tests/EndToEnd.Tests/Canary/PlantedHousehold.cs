namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>Invented adopters, a family with support, and a member of a panel, who can be told from all others by everything that is known of them.</summary>
internal static class PlantedHousehold
{
    public const string Given = "Zoltanina";
    public const string Family = "Brackenwhistle";
    public const string Address = "11 Thimblewick Row";
    public const string Postcode = "ZE1 0QX";
    public const string Worker = "Ottoline Yarrowfen";

    /// <summary>A case system that calls households by their names.</summary>
    public const string Reference = Given + " " + Family;

    /// <summary>What a careless person writes where it does not belong.</summary>
    public const string Words = Given + " " + Family + " of " + Address;

    public const string SupportedGiven = "Xanthippe";
    public const string SupportedFamily = "Dewbutterfield";
    public const string SupportedLine = "29 Marlpitchet Close";

    /// <summary>The same of a family with support, told in a narrative.</summary>
    public const string Told = SupportedGiven + " " + SupportedFamily + " lives at " + SupportedLine;

    /// <summary>The same as somebody writes it who has only a reference's or a code's field for it.</summary>
    public const string Hyphened = SupportedGiven + "-" + SupportedFamily;

    /// <summary>A member's name is panel scheduling's own to know: panels are drawn from its lists.</summary>
    public const string Member = "Vashti Quernmore-Zabulon";

    /// <summary>Nowhere but in the tables of their own hub.</summary>
    public static IReadOnlyList<string> Unique { get; } = [Given, Family, "Thimblewick", Postcode, "Yarrowfen", SupportedGiven, SupportedFamily, "Marlpitchet"];

    /// <summary>Nowhere but among the members and decision makers of panel scheduling.</summary>
    public static IReadOnlyList<string> OfPanels { get; } = ["Vashti", "Quernmore"];
}
