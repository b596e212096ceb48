using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Partnership.Simulator.Adoption;
using Partnership.Simulator.Care;

namespace Partnership.Simulator.Truth;

/// <summary>What truly happened to every child of one council up to the last day of the last return, whatever the returns say of it.</summary>
public sealed record CouncilTruth(
    string Region, string Council, long Seed, DateOnly From, DateOnly To, bool CountsInvented, IReadOnlyList<TrueChild> Children);

public sealed record TrueChild(
    string Child, DateOnly Born, string? SiblingGroup, string? FormerChild, IReadOnlyList<TruePeriod> Periods);

/// <summary>One period of care.</summary>
/// <param name="Entered">The day the child started to be looked after.</param>
/// <param name="StartInReturns">Whether some return tells of that day: the first one does not of periods whose first episode had ended.</param>
/// <param name="Left">The day the child ceased to be looked after, if that has come.</param>
/// <param name="ReasonLeft">Why, as a code of the return.</param>
/// <param name="Decisions">In order of date.</param>
/// <param name="PlacementOrders">In order of date.</param>
/// <param name="Families">Families with which the child was placed for adoption, in order of date.</param>
/// <param name="Matched">The match that led to the order.</param>
/// <param name="AdoptionOrder">The day of the adoption order, on which the child left care.</param>
public sealed record TruePeriod(
    DateOnly Entered, bool StartInReturns, DateOnly? Left, string? ReasonLeft, IReadOnlyList<TrueDecision> Decisions,
    IReadOnlyList<TruePlacementOrder> PlacementOrders, IReadOnlyList<TrueFamily> Families, DateOnly? Matched, DateOnly? AdoptionOrder);

/// <summary>The decision that the child should be placed for adoption, and its reversal.</summary>
public sealed record TrueDecision(DateOnly Decided, DateOnly? Reversed, string? Reason);

/// <summary>A placement order.</summary>
/// <param name="Made">The day the court made it.</param>
/// <param name="InReturns">Whether some return tells of that day.</param>
/// <param name="Revoked">The day the court revoked it.</param>
public sealed record TruePlacementOrder(DateOnly Made, bool InReturns, DateOnly? Revoked);

/// <summary>A family with which the child was placed for adoption.</summary>
/// <param name="FosterCarer">They adopt as the child's current foster carers.</param>
/// <param name="EarlyPermanence">They were the child's foster-for-adoption carers.</param>
/// <param name="Matched">The decision that the child should be placed with this family.</param>
/// <param name="MovedIn">The day the child moved in with them for good, as foster carers or as adopters.</param>
/// <param name="Placed">The day the placement became an adoptive one.</param>
/// <param name="Ended">The day it broke down.</param>
public sealed record TrueFamily(
    bool FosterCarer, bool EarlyPermanence, DateOnly? Matched, DateOnly MovedIn, DateOnly Placed, DateOnly? Ended);

/// <summary>Reads and writes <c>truth.json</c>.</summary>
public static class TruthFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static CouncilTruth Read(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<CouncilTruth>(stream, Json)
            ?? throw new InvalidDataException($"{file} holds nothing.");
    }

    internal static void Write(string file, CouncilTruth truth)
    {
        using var stream = File.Create(file);
        JsonSerializer.Serialize(stream, truth, Json);
    }

    internal static TrueChild Tell(Child child, DateOnly from, DateOnly until) => new(
        child.LocalId,
        child.Born,
        child.SiblingGroup,
        child.FormerLocalId,
        [.. child.Periods.Where(period => period.Entered <= until).Select(period => Tell(period, from, until))]);

    private static TruePeriod Tell(PeriodOfCare period, DateOnly from, DateOnly until)
    {
        var plan = period.Plan ?? new AdoptionPlan();
        var left = By(period.Left, until);
        return new TruePeriod(
            period.Entered,
            InReturns(period, period.Entered, from),
            left,
            left is null ? null : period.ReasonLeft,
            [.. plan.Decisions.Where(d => d.Decided <= until).Select(d => new TrueDecision(
                d.Decided, By(d.Reversed, until), d.Reversed <= until ? d.Reason : null))],
            [.. plan.PlacementOrders.Where(o => o.Made <= until).Select(o => new TruePlacementOrder(
                o.Made, InReturns(period, o.Made, from), By(o.Revoked, until)))],
            [.. plan.Families.Where(f => f.Placed <= until).Select(f => new TrueFamily(
                f.FosterCarer, f.EarlyPermanence, By(f.Matched, until), f.MovedIn, f.Placed, By(f.Ended, until)))],
            plan.AdoptionOrder <= until ? plan.FinalMatch : null,
            By(plan.AdoptionOrder, until));
    }

    private static bool InReturns(PeriodOfCare period, DateOnly change, DateOnly from) =>
        period.Episodes.Any(episode => episode.Start == change && (episode.EndRecorded is not { } ended || ended >= from));

    private static DateOnly? By(DateOnly? date, DateOnly until) => date <= until ? date : null;
}
