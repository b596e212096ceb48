using System.Text.Json;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.Tests;

public class NeedProfileTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Cells_EveryNeedAndLevel_HaveOneEach()
    {
        var cells = NeedVocabulary.All.SelectMany(need => new[] { NeedLevel.Low, NeedLevel.Medium, NeedLevel.High }.Select(level => NeedVocabulary.CellOf(need, level)));

        Assert.Equal(Enumerable.Range(0, 3 * NeedVocabulary.All.Count), cells);
        Assert.True(3 * NeedVocabulary.All.Count <= 128);
    }

    /// <summary>The numbers are stored: one that moves would change what is known of every child.</summary>
    [Fact]
    public void Vocabulary_Numbers_StayAsTheyAre()
    {
        Assert.Equal(Enumerable.Range(1, NeedVocabulary.All.Count), NeedVocabulary.All.Select(need => (int)need));
        Assert.Equal(
            [NeedArea.DisabilityAndHealth, NeedArea.DevelopmentalUncertainty, NeedArea.AttachmentAndTrauma, NeedArea.Behaviour, NeedArea.Learning, NeedArea.ContactPlan],
            NeedVocabulary.All.Select(NeedVocabulary.AreaOf).Distinct());
        Assert.Equal((24, 30), ((int)Need.Autism, (int)Need.MeetingRelatives));
    }

    [Fact]
    public void Profile_LevelChanged_HoldsTheLastOne()
    {
        var profile = NeedProfile.None.With(Need.Autism, NeedLevel.High).With(Need.Neglect, NeedLevel.Medium).With(Need.Autism, NeedLevel.Low);

        Assert.Equal(NeedLevel.Low, profile[Need.Autism]);
        Assert.Equal(NeedLevel.Medium, profile.Highest(NeedArea.AttachmentAndTrauma));
        Assert.Equal(NeedLevel.None, profile.Highest(NeedArea.Behaviour));
        Assert.Equal([(Need.Neglect, NeedLevel.Medium), (Need.Autism, NeedLevel.Low)], profile.Present());
        Assert.Equal(profile, NeedProfile.FromCells(profile.Cells));
        Assert.Equal(NeedProfile.None, profile.With(Need.Autism, NeedLevel.None).With(Need.Neglect, NeedLevel.None));
    }

    [Fact]
    public void Profile_CellsOfNoProfile_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => NeedProfile.FromCells(0b011));
        Assert.Throws<ArgumentException>(() => NeedProfile.FromCells(UInt128.One << 127));
        Assert.Throws<ArgumentException>(() => OfferProfile.FromCells(yes: 0b001, couldConsider: 0b001, no: 0));
        Assert.Throws<ArgumentException>(() => OfferProfile.FromCells(yes: 0b010, couldConsider: 0, no: 0b001));
        Assert.Throws<ArgumentException>(() => EvidenceDates.FromBytes(new byte[47]));
        Assert.Throws<ArgumentException>(() => EvidenceDates.FromBytes([.. new byte[47], 1]));
    }

    [Fact]
    public void Offer_EachAnswer_IsWhereItWasGiven()
    {
        var offer = OfferProfile.NotAsked
            .With(Need.Autism, OfferAnswer.Yes, OfferAnswer.CouldConsider, OfferAnswer.No)
            .With(Need.Neglect, OfferAnswer.Yes, OfferAnswer.NotAsked, OfferAnswer.No);

        Assert.Equal(OfferAnswer.CouldConsider, offer[Need.Autism, NeedLevel.Medium]);
        Assert.Equal(OfferAnswer.NotAsked, offer[Need.Neglect, NeedLevel.Medium]);
        Assert.Equal(OfferAnswer.NotAsked, offer[Need.Attention, NeedLevel.Low]);
        Assert.NotEqual(UInt128.Zero, NeedProfile.None.With(Need.Autism, NeedLevel.High).Cells & offer.No);
        Assert.Equal(UInt128.Zero, NeedProfile.None.With(Need.Autism, NeedLevel.Medium).Cells & offer.No);
        Assert.Equal(offer, OfferProfile.FromCells(offer.Yes, offer.CouldConsider, offer.No));
    }

    [Theory]
    [InlineData(OfferAnswer.No, OfferAnswer.Yes, OfferAnswer.No)]
    [InlineData(OfferAnswer.CouldConsider, OfferAnswer.CouldConsider, OfferAnswer.Yes)]
    [InlineData(OfferAnswer.NotAsked, OfferAnswer.CouldConsider, OfferAnswer.No)]
    public void Offer_WillingnessGrowsWithTheLevel_IsRefused(OfferAnswer low, OfferAnswer medium, OfferAnswer high) =>
        Assert.Throws<ArgumentException>(() => OfferProfile.NotAsked.With(Need.Autism, low, medium, high));

    [Theory]
    [InlineData("""{"Rowan":"Low"}""")]
    [InlineData("""{"24":"Low"}""")]
    [InlineData("""{"autism":"Low"}""")]
    [InlineData("""{"Autism":"None"}""")]
    [InlineData("""{"Autism":"Grave"}""")]
    [InlineData("""{"Autism":"Low","Autism":"High"}""")]
    [InlineData("""["Autism"]""")]
    [InlineData("\"Autism\"")]
    public void Profile_JsonOutsideTheVocabulary_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<NeedProfile>(json, Web));

    [Theory]
    [InlineData("""{"Autism":["Yes","No"]}""")]
    [InlineData("""{"Autism":["No","No","Yes"]}""")]
    [InlineData("""{"Autism":null}""")]
    public void Offer_JsonOfNoOffer_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OfferProfile>(json, Web));

    [Fact]
    public void Json_OfAll_IsNamesOfTheVocabulary()
    {
        var profile = NeedProfile.None.With(Need.Autism, NeedLevel.Low);
        var offer = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.CouldConsider, OfferAnswer.No);
        var dates = EvidenceDates.None.With(Need.Autism, Quarter.Of(new DateOnly(2026, 3, 31)));

        Assert.Equal("""{"Autism":"Low"}""", JsonSerializer.Serialize(profile, Web));
        Assert.Equal("""{"Autism":["Yes","CouldConsider","No"]}""", JsonSerializer.Serialize(offer, Web));
        Assert.Equal("""{"Autism":"2026-Q1"}""", JsonSerializer.Serialize(dates, Web));
    }

    [Theory]
    [InlineData(2000, 1, 1, "2000-Q1")]
    [InlineData(2026, 6, 30, "2026-Q2")]
    [InlineData(2062, 12, 31, "2062-Q4")]
    public void Quarter_OfADay_ComesBackFromStoreAndJson(int year, int month, int day, string expected)
    {
        var quarter = Quarter.Of(new DateOnly(year, month, day));

        Assert.Equal(expected, quarter.ToString());
        Assert.Equal(quarter, Quarter.FromIndex(quarter.Index));
        Assert.Equal(quarter, JsonSerializer.Deserialize<Quarter>($"\"{expected}\"", Web));
        Assert.Equal(quarter, EvidenceDates.FromBytes(EvidenceDates.None.With(Need.MeetingRelatives, quarter).ToBytes())[Need.MeetingRelatives]);
    }

    [Theory]
    [InlineData("\"2026-Q5\"")]
    [InlineData("\"1999-Q1\"")]
    [InlineData("\"2026-03-31\"")]
    [InlineData("\"+026-Q1\"")]
    public void Quarter_OtherJson_IsRefused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Quarter>(json, Web));

    [Fact]
    public void Expiry_FractionOfASecond_IsCutOff()
    {
        var at = new DateTimeOffset(2026, 11, 28, 18, 0, 0, 900, TimeSpan.FromHours(1));

        Assert.Equal("\"2026-11-28T17:00:00Z\"", JsonSerializer.Serialize(new ReleaseExpiry(at), Web));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ReleaseExpiry>("\"2026-11-28T17:00:00\"", Web));
    }

    [Fact]
    public void PersonReference_OfASubject_IsTheSameEverywhere()
    {
        Assert.Equal(PersonReference.Of("recruitment.861"), PersonReference.Of("recruitment.861"));
        Assert.NotEqual(PersonReference.Of("recruitment.861"), PersonReference.Of("recruitment.860"));
    }
}
