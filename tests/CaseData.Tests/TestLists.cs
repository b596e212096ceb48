using System.Text;
using Partnership.CaseData.Lists;

namespace Partnership.CaseData.Tests;

/// <summary>Invented lists of the areas ZQ, ZR and ZS, which do not exist; the return is Staffordshire's (860).</summary>
internal static class TestLists
{
    internal const string PostcodeText =
        """
        "pcd","pcds","oscty","oslaua","oseast1m","osnrth1m"
        "ZQ1 1AA","ZQ1 1AA","E10000028","E07000193","390000","320000"
        "ZQ1 1AB","ZQ1 1AB","E10000028","E07000194","390160","320000"
        "ZQ1 1AC","ZQ1 1AC","E10000028","E07000194","390400","320000"
        "ZQ2 2BB","ZQ2 2BB","E99999999","E06000021","388000","346000"
        "ZQ8 8XX","ZQ8 8XX","E99999999","E06000021","388000","2000000"
        "ZQ9 9AA","ZQ9 9AA","S99999999","S12000017","390000","890000"
        "ZR1 1AA","ZR1 1AA","N99999999","N09000003","333000","374000"
        "ZS1 1AA","ZS1 1AA","M99999999","M99999999","",""
        "ZS2 2AA","ZS2 2AA","","","0","0"
        """;

    internal const string ProviderText =
        """
        URN,Local authority,Placement code,Placement provider code,Setting address postcode,Deregistration date
        SC000001,Staffordshire County Council,"K2,K3",PR1,ZQ1 1AA,-
        SC000002,Stoke-on-Trent,"U4/U6","PR4,PR5",ZQ2 2BB,30/09/2024
        SC000003,Stoke on Trent City Council,K2,PR1,,
        1234567,Shropshire,"H5, R3",PR4,zq22bb,31/03/2025
        SC000004,,,,ZQ1 1AC,2030-01-01
        """;

    internal static PostcodeDirectory Postcodes { get; } = PostcodeDirectory.Read(Stream(PostcodeText), "postcodes.csv");

    internal static ProviderList Providers { get; } = ProviderList.Read(Stream(ProviderText), "providers.csv");

    internal static ReferenceLists All { get; } = new(Postcodes, Providers, "860");

    internal static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
