using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Statements;

/// <summary>The fund's statement set against the books, difference by difference.</summary>
public sealed class ReconcileTests(FundHost fund)
{
    private const string Header = "Reference,Portal reference,Kind,Amount,Paid on";
    private static readonly string Council = FundHost.Of(861);

    [Fact]
    public async Task Statement_WithEveryDifference_EntersWhatFitsAndExplainsTheRest()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 861);
        using var finance = fund.ClientOf(Roles.Finance, 861);
        var references = new List<string>();
        for (var index = 0; index < 3; index++)
        {
            references.Add((string)(await MoneyTests.ApprovedAsync(fund, 10, council: 861)).Application["portalReference"]!);
        }

        await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/claims", new { month = FundHost.Today });
        var unclaimed = (string)(await MoneyTests.ApprovedAsync(fund, 10, council: 861)).Application["portalReference"]!;
        var run = FundHost.Reference("R");
        string[] lines =
        [
            $"{run}-1,{references[0]},payment,£750.00,03/11/2025",
            $"{run}-2,{references[1]},payment,700,2025-11-03",
            $"{run}-3,{references[2]},payment,\"1,000.00\",2025-11-03",
            $"{run}-4,{unclaimed},payment,750,2025-11-03",
            $"{run}-5,{FundHost.Reference()},payment,750,2025-11-03",
            $"{run}-1,{references[0]},payment,750,2025-11-03",
            $"{run}-6,{references[0]},recovery,10,2025-11-03",
            $"{run}-7,{references[0]},payment,many,2025-11-03",
            $"{run}-8,{references[0]},refund,1,2025-11-03",
            $"{run}-9,{references[0]},payment,1,2030-11-03",
            $"Orla-Underwillow,{references[0]},payment,1,2025-11-03",
            $"{run}-10,Orla-Underwillow,payment,1,2025-11-03",
        ];

        var statement = await FundHost.UploadAsync(finance, $"{Council}/statements", Header, lines);

        Assert.Equal(
            ["2 matched 0 75000", "3 short -5000 70000", "4 over 25000 75000", "5 not-claimed 75000 0", "6 unknown-reference 75000 0", "7 duplicate 75000 0", "8 unexpected-recovery 1000 0"],
            statement["lines"]!.AsArray().Select(line => $"{line!["row"]} {line["outcome"]} {line["differencePence"]} {line["enteredPence"]}"));
        Assert.Equal(["9 amount", "10 kind", "11 paid_on", "12 reference", "13 portal_reference"], statement["rejected"]!.AsArray().Select(row => $"{row!["row"]} {row["column"]}"));
        Assert.Contains(statement["stillToCome"]!.AsArray(), missing => (string)missing!["portalReference"]! == references[1] && (int)missing["pence"]! == 5_000);
        Assert.All(statement["lines"]!.AsArray(), line => Assert.NotEmpty((string)line!["explanation"]!));

        // The same file again: nothing is entered twice.
        var again = await FundHost.UploadAsync(finance, $"{Council}/statements", Header, lines[..3]);
        Assert.All(again["lines"]!.AsArray(), line => Assert.Equal(("duplicate", 0), ((string)line!["outcome"]!, (int)line["enteredPence"]!)));
    }

    /// <summary>A bid that came to nothing and is entered later under the same reference does not draw the money to itself.</summary>
    [Fact]
    public async Task Statement_OfAReferenceThatARefusedBidHasToo_IsOfTheOneThatWasAgreedTo()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 861);
        using var finance = fund.ClientOf(Roles.Finance, 861);
        var (family, application) = await MoneyTests.ApprovedAsync(fund, 10, council: 861);
        var reference = (string)application["portalReference"]!;
        await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/claims", new { month = FundHost.Today });
        var imported = await FundHost.UploadAsync(
            worker, $"{Council}/bids", "bid,child,assessment,therapy,hours,rate,starts,ends,fund,status,applied_on,decided_on,portal_reference,reason",
            $"{FundHost.Reference("B")},{family.Children[0]},{family.Assessment},play-therapy,10,75.00,2025-12-01,2026-02-27,750,refused,2025-08-01,2025-08-20,{reference},over-limit");
        Assert.Equal(1, (int)imported["imported"]!);

        var statement = await FundHost.UploadAsync(finance, $"{Council}/statements", Header, $"{FundHost.Reference("R")},{reference},payment,750,2025-11-03");

        Assert.Equal(("matched", 75_000), ((string)statement["lines"]![0]!["outcome"]!, (int)statement["lines"]![0]!["enteredPence"]!));
    }

    [Theory]
    [InlineData("file.headings", "Reference,Kind,Amount,Paid on", "a,payment,1,2025-11-03")]
    [InlineData("file.unreadable", Header, "a,b,payment,none,2025-11-03")]
    public async Task Statement_ThatCannotBeReadAtAll_ChangesNothing(string code, string header, string line)
    {
        using var finance = fund.ClientOf(Roles.Finance, 861);

        Assert.Equal((400, code), await FundHost.RefusalAsync(await FundHost.PostFileAsync(finance, $"{Council}/statements", header, line)));
    }
}
