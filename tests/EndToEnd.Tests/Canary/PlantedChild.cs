using System.Text;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>
/// An invented child who can be told from all others by everything that is known of it, and what of it must not be seen outside its
/// own hub's tables.
/// </summary>
internal static class PlantedChild
{
    public const string LocalId = "QZX7CANARY81";

    /// <summary>Another, whom the database is made to refuse.</summary>
    public const string RefusedId = "QZX7REFUSED82";

    public const string GivenName = "Zephyrine-Qx";
    public const string FamilyName = "Quillfeather 943 476 5919";
    public const string Born = "17/08/2021";
    public const string BornOn = "2021-08-17";
    public const string PupilNumber = "Q765432109876";
    public const string NhsNumber = "4857773457";
    public const string Home = "ZE2 9QZ";
    public const string Placement = "ZE3 9QY";

    /// <summary>What a careless person writes where it does not belong.</summary>
    public const string Address = "7 Nettlebed Cottages, Upper Quillham";

    /// <summary>What nobody else has: nowhere but in the child's own hub.</summary>
    public static IReadOnlyList<string> Unique { get; } = [LocalId, RefusedId, "Zephyrine", "Quillfeather", "943 476 5919", PupilNumber, NhsNumber[..9], Home, Placement, "Nettlebed", "Quillham"];

    /// <summary>Days that other children of other councils may share, in their own hubs.</summary>
    public static IReadOnlyList<string> Days { get; } = [Born, BornOn];

    /// <summary>A child who waits, in care since 5 January 2024, with the decision of 1 June and the placement order of 20 August.</summary>
    public static MultipartFormDataContent Return(string child = LocalId) => Of(
        ("header.csv", ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", $"{child},F,{Born},WBRI,{PupilNumber},0,"]),
        ("episodes.csv",
        [
            "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
            $"{child},05/01/2024,S,C1,N1,U6,PR1,20/08/2024,X1,,{Home},{Placement},SC000001",
            $"{child},20/08/2024,L,E1,N1,U6,PR1,,,,{Home},{Placement},SC000001",
        ]),
        ("placed_adoption.csv", ["CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", $"{child},{Born},01/06/2024,,"]),
        ("prev_perm.csv", ["CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", $"{child},{Born},Z1,,"]));

    /// <summary>The same child in every way that a return is wrong: rows of too few and too many cells, dates that are none, rules broken, files of other kinds and names.</summary>
    public static MultipartFormDataContent BrokenReturn() => Of(
        ("header.csv", ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", $"{LocalId},{GivenName},{Born},{Address},{PupilNumber},0,", $"{LocalId},F,{Born}", $"{LocalId},F,{Born},WBRI,{PupilNumber},0,,{FamilyName}"]),
        ("episodes.csv", ["CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN", $"{LocalId},{Born},S,C1,N1,U6,PR1,01/01/2020,X1,,{Home},{Placement},{FamilyName}"]),
        ("placed_adoption.csv", ["CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", $"{LocalId},{Born},{Born},{Born},{GivenName}", $"\"{LocalId},{Born},{Address}"]),
        ($"{GivenName} {FamilyName}.csv", [$"{LocalId},{Born},{Address}"]),
        ($"{Address}.pdf", [$"%PDF {GivenName}"]));

    private static MultipartFormDataContent Of(params (string Name, string[] Lines)[] files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, lines) in files)
        {
            content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")) { Headers = { ContentType = new("text/csv") } }, "files", name);
        }

        return content;
    }
}
