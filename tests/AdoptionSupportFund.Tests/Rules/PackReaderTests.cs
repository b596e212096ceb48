using System.Text.Json;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Tests.Rules;

/// <summary>A pack that is not whole is refused, with the place at fault.</summary>
public sealed class PackReaderTests
{
    private static RulePack Whole => ShippedPacks.All.Single(pack => pack.Year.Year == 2026);

    [Fact]
    public void Faults_RuleLeftOut_NamesItAndTheFirstDayWithout()
    {
        var pack = Whole with { Rules = [.. Whole.Rules.Where(rule => rule is not WindowRule)] };

        var fault = Assert.Single(PackReader.Faults(pack));

        Assert.Equal(("rules", "No rule of the kind application-window is in force on 2025-04-01. Say so with a rule where there is no limit."), fault);
    }

    [Fact]
    public void Faults_GapInMidYear_NamesTheDay()
    {
        var pack = Whole with { Rules = [.. Whole.Rules.Select(rule => rule is CrossYearRule { IsAllowed: true } ? rule with { From = new DateOnly(2025, 9, 3) } : rule)] };

        Assert.Contains("2025-09-01", Assert.Single(PackReader.Faults(pack)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_TwoRulesOfOneKindOnADay_AreReported()
    {
        var pack = Whole with { Rules = [.. Whole.Rules, Whole.Rules.OfType<WindowRule>().Single() with { Months = 3 }] };

        Assert.Contains("application-window are in force on the same day", Assert.Single(PackReader.Faults(pack)).Detail, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "\"months\": 4", "\"months\": 0" },
        { "\"last\": 21", "\"last\": 26" },
        { "\"from\": \"2025-09-01\"", "\"from\": \"2026-09-01\"" },
        { "\"until\": \"2025-08-31\"", "\"until\": \"2025-03-31\"" },
        { "\"play-therapy\"", "\"Play Therapy\"" },
        { "\"play-therapy\"", "\"adhd-assessment-alone\"" },
        { "\"sharePercent\": 0", "\"sharePercent\": 100" },
        { "\"pence\": 300000", "\"pence\": -1" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Faults_ValueOutOfBounds_IsReported(string good, string bad)
    {
        var json = JsonSerializer.Serialize(Whole, PackReader.Json);
        Assert.Contains(good, json, StringComparison.Ordinal);

        var pack = JsonSerializer.Deserialize<RulePack>(json.Replace(good, bad, StringComparison.Ordinal), PackReader.Json)!;

        Assert.NotEmpty(PackReader.Faults(pack));
    }

    [Theory]
    [InlineData("\"months\": 4", "\"month\": 4")]
    [InlineData("\"rule\": \"age\"", "\"rule\": \"ages\"")]
    [InlineData("\"adopted-from-care\"", "\"adopted\"")]
    [InlineData("\"isInside\": true", "\"isInside\": null")]
    public void Read_MisspelledMember_IsRefusedRatherThanLeftOut(string good, string bad)
    {
        var json = JsonSerializer.Serialize(Whole, PackReader.Json);
        Assert.Contains(good, json, StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RulePack>(json.Replace(good, bad, StringComparison.Ordinal), PackReader.Json));
    }
}
