using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Households;

namespace Partnership.LocalityHub.Tests.Households;

/// <summary>What a worker shows the household of what was learned: its own words and counts, and nothing of any child but how many there were.</summary>
public sealed class LearnedSentenceTests
{
    [Fact]
    public void Sentence_OfDeclinedGroups_SaysForHowManyChildrenTheyWere()
    {
        var household = new Household { NumbersYes = ChildCounts.One | ChildCounts.Two, NumbersCouldConsider = ChildCounts.ThreeOrMore };

        Assert.Equal(
            "You have said yes to one child or two children, and that you could consider three children or more. You have not gone on with four proposals because of the number of children. Three were for two children and one was for three children or more.",
            LearnedSentence.Of(household, [], NotProgressedReasons.NumberOfChildren, [ChildCounts.Two, ChildCounts.ThreeOrMore, ChildCounts.Two, ChildCounts.Two]));
    }

    [Theory]
    [InlineData(NotProgressedReasons.ChildsAge, "You have said yes to a child under one or a child of two. You have not gone on with one proposal because of age. It was for one child.")]
    [InlineData(NotProgressedReasons.Behaviour, "You have not been asked about behaviour yet. You have not gone on with one proposal because of behaviour. It was for one child.")]
    [InlineData(NotProgressedReasons.DevelopmentalUncertainty, "Of one need that you were asked about in uncertainty about development, you have said yes to none, and that you could consider one. You have not gone on with one proposal because of uncertainty about development. It was for one child.")]
    [InlineData(NotProgressedReasons.HouseholdsTiming, "You have not gone on with one proposal because it was not the time for it. It was for one child.")]
    public void Sentence_OfEachKindOfReason_SaysWhatTheHouseholdHasSaidOfIt(NotProgressedReasons reason, string sentence)
    {
        var household = new Household { AgesYes = AgeBands.UnderOne | AgeBands.Two };
        var uncertain = NeedVocabulary.All.First(need => NeedVocabulary.AreaOf(need) == NeedArea.DevelopmentalUncertainty);
        HouseholdAnswer[] answers = [new HouseholdAnswer { Need = uncertain, Low = OfferAnswer.CouldConsider }];

        Assert.Equal(sentence, LearnedSentence.Of(household, answers, reason, [ChildCounts.One]));
    }
}
