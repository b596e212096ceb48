using System.Globalization;
using Partnership.Simulator.Care;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Returns;

/// <summary>
/// One council's SSDA903 return for one year: every episode open in the year as the council knew it when the year closed, and what
/// goes with it. Codes are those valid in that census year.
/// </summary>
internal sealed class CouncilReturn
{
    private const string X1 = "X1";
    private readonly CollectionYear _year;
    private readonly long _seed;
    private readonly string _council;

    public CouncilReturn(string council, CollectionYear year, long seed)
    {
        _council = council;
        _year = year;
        _seed = seed;
        Tables =
        [
            Header, Episodes, Reviews, Uasc, HealthAndConduct, CareLeavers, Adopted, PlacedForAdoption, PreviousPermanence, Missing,
            SocialWorkers, DeprivationsOfLiberty,
        ];
    }

    public CollectionYear Year => _year;

    public string Council => _council;

    public ReturnTable Header { get; } = new("Header", "header.csv", "CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB");

    public ReturnTable Episodes { get; } = new(
        "Episodes", "episodes.csv", "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
        "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN");

    public ReturnTable Reviews { get; } = new("Reviews", "reviews.csv", "CHILD", "DOB", "REVIEW", "REVIEW_CODE");

    public ReturnTable Uasc { get; } = new("UASC", "uasc.csv", "CHILD", "SEX", "DOB", "DUC");

    public ReturnTable HealthAndConduct { get; } = new(
        "OC2", "oc2.csv", "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
        "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED");

    public ReturnTable CareLeavers { get; } = new("OC3", "oc3.csv", "CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM");

    public ReturnTable Adopted { get; } = new(
        "AD1", "ad1.csv", "CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR");

    public ReturnTable PlacedForAdoption { get; } = new(
        "PlacedAdoption", "placed_for_adoption.csv", "CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED");

    public ReturnTable PreviousPermanence { get; } = new(
        "PrevPerm", "previous_permanence.csv", "CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM");

    public ReturnTable Missing { get; } = new("Missing", "missing.csv", "CHILD", "DOB", "MISSING", "MIS_START", "MIS_END");

    public ReturnTable SocialWorkers { get; } = new(
        "SWEpisodes", "sw_episodes.csv", "CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON");

    public ReturnTable DeprivationsOfLiberty { get; } = new("DoLo", "dolo.csv", "CHILD", "DOB", "DOLO_START", "DOLO_END");

    public IReadOnlyList<ReturnTable> Tables { get; }

    public int LookedAfterAtYearEnd { get; private set; }

    public int RowCount => Tables.Sum(table => table.Rows.Count);

    /// <summary>Adds the child's rows, if the child was looked after in the year or is a care leaver of an age that the return asks about.</summary>
    public void Include(Child child)
    {
        var periods = child.Periods.Where(period => period.Entered <= _year.End && EpisodesOf(period).Any()).ToList();
        if (periods.Count == 0)
        {
            IncludeCareLeaver(child);
            return;
        }

        var draw = SeededRandom.For(_seed, $"return/{_council}/{child.LocalId}/{_year}");
        AddHeader(child, mother: child.Female ? "0" : "");
        foreach (var period in periods)
        {
            AddEpisodes(child, period);
            AddAdoption(child, period);
            AddReviews(child, period);
        }

        var last = periods[^1];
        LookedAfterAtYearEnd += last.InCareAtEndOf(_year.End) ? 1 : 0;
        var starting = periods.Find(period => period.Entered >= _year.Start);
        if (starting is not null)
        {
            var found = starting.PreviousPermanence!;
            PreviousPermanence.Add(child.LocalId, child.LocalId, Born(child), found.Option, found.Council, found.Date);
        }

        if (last.Unaccompanied)
        {
            Uasc.Add(child.LocalId, child.LocalId, Sex(child), Born(child), "");
        }

        if (last.Entered <= _year.Start && last.InCareAtEndOf(_year.End))
        {
            AddHealth(child, draw);
        }

        AddMissing(child, last, draw);
        SocialWorkerEpisodes.Add(SocialWorkers, child, last, _year, _council, _seed);
        AddDeprivationOfLiberty(child, last);
    }

    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var table in Tables)
        {
            // Social workers are asked for from 2024, orders of a court from 2027. What was known of earlier permanence, from starts on 1 April 2016: the 2017 return.
            var asked = (table != SocialWorkers || _year.Ending >= 2024) && (table != PreviousPermanence || _year.Ending >= 2017)
                && (table != DeprivationsOfLiberty || _year.Ending >= 2027);
            if (asked)
            {
                table.Write(directory);
            }
        }
    }

    private IEnumerable<Episode> EpisodesOf(PeriodOfCare period) => period.Episodes.Where(episode =>
        episode.StartRecorded <= _year.End && (episode.EndRecorded is not { } ended || ended >= _year.Start));

    private void AddHeader(Child child, string mother)
    {
        // Below school age no number has been given yet.
        var upn = child.AgeOn(_year.End) >= 4 ? child.Upn : "UN1";
        Header.Add(child.LocalId, child.LocalId, Sex(child), Born(child), child.Ethnicity, upn, mother, "");
    }

    private void AddEpisodes(Child child, PeriodOfCare period)
    {
        foreach (var episode in EpisodesOf(period))
        {
            var ended = episode.EndRecorded <= _year.End;
            var placement = episode.Placement;
            Episodes.Add(
                child.LocalId, child.LocalId, ReturnDate.Write(episode.Start), episode.ReasonNew, episode.LegalStatus, period.Need,
                placement.Place, placement.Provider, ended ? ReturnDate.Write(episode.End) : "", ended ? episode.ReasonEnded! : "",
                ended && episode.ReasonEnded == X1 ? episode.ReasonPlaceChange ?? "" : "", period.HomePost, placement.Post,
                placement.Urn);
        }
    }

    private void AddAdoption(Child child, PeriodOfCare period)
    {
        if (period.Plan is not { } plan)
        {
            return;
        }

        foreach (var decision in plan.Decisions)
        {
            // One row for each decision that stood at some time in the year.
            if (decision.Decided <= _year.End && (decision.Reversed is not { } reversed || reversed >= _year.Start))
            {
                var fell = decision.Reversed <= _year.End;
                PlacedForAdoption.Add(
                    child.LocalId, child.LocalId, Born(child), ReturnDate.Write(decision.Decided),
                    fell ? ReturnDate.Write(decision.Reversed) : "", fell ? decision.Reason! : "");
            }
        }

        if (plan.AdoptionOrder is { } order && _year.Includes(order))
        {
            var adopters = plan.Adopters!;
            var fosterCarer = plan.Families.LastOrDefault()?.FosterCarer == true;
            Adopted.Add(
                child.LocalId, child.LocalId, Born(child), ReturnDate.Write(plan.Decisions[^1].Decided),
                ReturnDate.Write(plan.FinalMatch), fosterCarer ? "1" : "0", adopters.Number, adopters.Sex, adopters.LegalStatus);
        }
    }

    /// <summary>Reviews fall 20 days after the start, three months later, and then every six months.</summary>
    private void AddReviews(Child child, PeriodOfCare period)
    {
        var day = period.Entered.AddDays(19);
        for (var number = 1; day <= _year.End && (period.Left is not { } left || day < left); number++)
        {
            if (day >= _year.Start)
            {
                var code = child.AgeOn(day) < 4 ? "PN0"
                    : string.Create(CultureInfo.InvariantCulture, $"PN{1 + ((day.DayNumber + child.Born.DayNumber) % 7)}");
                Reviews.Add(child.LocalId, child.LocalId, Born(child), ReturnDate.Write(day), code);
            }

            day = day.AddDays(number == 1 ? 90 : 180);
        }
    }

    private void AddHealth(Child child, SeededRandom draw)
    {
        var age = child.AgeOn(_year.End);
        var conduct = age >= 4 && child.AgeOn(_year.Start) < 17;
        var scored = conduct && draw.Chance(820);
        var misuse = age >= 12 && draw.Chance(30);
        var received = misuse && draw.Chance(600);
        HealthAndConduct.Add(
            child.LocalId, child.LocalId, Born(child),
            scored ? draw.Between(2, 32).ToString(CultureInfo.InvariantCulture) : "",
            conduct && !scored ? "SDQ" + draw.Between(2, 5).ToString(CultureInfo.InvariantCulture) : "",
            age >= 10 ? YesOrNo(draw, 20) : "",
            age < 5 ? YesOrNo(draw, 880) : "",
            YesOrNo(draw, 870), YesOrNo(draw, 820), YesOrNo(draw, 900),
            misuse ? "1" : "0",
            misuse ? (received ? "1" : "0") : "",
            misuse && !received ? YesOrNo(draw, 700) : "");
    }

    private void AddMissing(Child child, PeriodOfCare period, SeededRandom draw)
    {
        if (child.AgeOn(_year.Start) < 12 || !draw.Chance(60))
        {
            return;
        }

        var episode = EpisodesOf(period).Last();
        var from = episode.Start > _year.Start ? episode.Start : _year.Start;
        var to = episode.End is { } end && end < _year.End ? end : _year.End;
        if (to.DayNumber - from.DayNumber > 20)
        {
            var start = from.AddDays(draw.Between(2, to.DayNumber - from.DayNumber - 8));
            Missing.Add(
                child.LocalId, child.LocalId, Born(child), draw.Chance(800) ? "M" : "A", ReturnDate.Write(start),
                ReturnDate.Write(start.AddDays(draw.Between(1, 5))));
        }
    }

    /// <summary>A few who live in a children's home all through may not leave it for some weeks, by a court's order.</summary>
    private void AddDeprivationOfLiberty(Child child, PeriodOfCare period)
    {
        var draw = SeededRandom.For(_seed, $"liberty/{_council}/{child.LocalId}/{_year}");
        if (_year.Ending < 2027 || child.AgeOn(_year.Start) < 12 || !draw.Chance(80)
            || EpisodesOf(period).FirstOrDefault(episode => episode.Placement.Place == "K2") is not { } home)
        {
            return;
        }

        var from = home.Start > _year.Start ? home.Start : _year.Start;
        var to = home.End is { } end && end < _year.End ? end : _year.End;
        if (to.DayNumber - from.DayNumber > 90)
        {
            var start = from.AddDays(draw.Between(5, 30));
            DeprivationsOfLiberty.Add(child.LocalId, child.LocalId, Born(child), ReturnDate.Write(start), ReturnDate.Write(start.AddDays(draw.Between(14, 50))));
        }
    }

    /// <summary>Young people who left care as they came of age are asked after around their 19th, 20th and 21st birthdays.</summary>
    private void IncludeCareLeaver(Child child)
    {
        var last = child.Periods[^1];
        var asked = last.ReasonLeft is "E5" or "E6" or "E17" && last.Left < _year.Start && child.AgeOn(last.Left!.Value) >= 18
            && last.Left.Value.DayNumber - last.Entered.DayNumber > 200 && !last.Unaccompanied
            && Enumerable.Range(19, 3).Any(age => _year.Includes(child.Birthday(age)));
        if (asked)
        {
            var draw = SeededRandom.For(_seed, $"leaver/{_council}/{child.LocalId}/{_year}");
            AddHeader(child, mother: "");
            var inTouch = draw.Chance(920);
            string[] activities = _year.Ending < 2022 ? ["F1", "F2", "F3", "P2", "P3", "G5", "G4"] : ["F1", "F2", "F4", "F5", "P4", "G5", "G4"];
            CareLeavers.Add(
                child.LocalId, child.LocalId, Born(child), inTouch ? "YES" : "NO", inTouch ? draw.Pick(activities) : "0",
                inTouch ? draw.Pick<string>(["B1", "U1", "U1", "T1", "D1", "C1"]) : "0");
        }
    }

    private string Sex(Child child) => _year.Ending < 2025 ? (child.Female ? "2" : "1") : child.Female ? "F" : "M";

    private static string Born(Child child) => ReturnDate.Write(child.Born);

    private static string YesOrNo(SeededRandom draw, int inAThousand) => draw.Chance(inAThousand) ? "1" : "0";
}
