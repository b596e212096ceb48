using System.Globalization;
using Partnership.Simulator.Returns;

namespace Partnership.Simulator.PlantedErrors;

/// <summary>The rule breaks that can be planted, in the words of the tables: what makes each of them a break is for the checker to know.</summary>
internal static class PlantableErrors
{
    internal const string NoDate = "31/02/2019";

    /// <param name="collected">The return.</param>
    /// <param name="last">Last year's, as it is without breaks; null where there is none.</param>
    /// <param name="isTouched">Whether another break has been planted in a child's rows.</param>
    public static IEnumerable<PlantableError> For(CouncilReturn collected, CouncilReturn? last, Func<string, bool> isTouched) =>
    [
        .. AdoptionErrors.For(collected), .. IdentityErrors.For(collected, isTouched), .. last is null ? [] : YearOnYearErrors.For(collected, last),
        .. InAdopted(collected), .. InDecisions(collected), .. InEpisodes(collected), .. InPlacements(collected), .. InPreviousPermanence(collected),
        .. InHeader(collected), .. InReviews(collected), .. InOutcomes(collected), .. InMissing(collected), .. InSocialWorkers(collected),
        .. InDeprivationsOfLiberty(collected),
    ];

    /// <summary>The same rule broken and shown at one row of a table.</summary>
    internal static PlantableError Change(string rule, ReturnTable table, Func<ReturnRow, bool> fits, Action<ReturnRow> change) =>
        new(rule, table, table, fits, row =>
        {
            change(row);
            return row;
        });

    private static IEnumerable<PlantableError> InAdopted(CouncilReturn collected)
    {
        var table = collected.Adopted;
        PlantableError Set(string rule, string column, string value, Func<ReturnRow, bool>? fits = null) =>
            Change(rule, table, fits ?? (_ => true), row => table.Set(row, column, value));
        PlantableError Adopters(string rule, string number, string sex, string legalStatus) => Change(rule, table, _ => true, row =>
        {
            table.Set(row, "NB_ADOPTR", number);
            table.Set(row, "SEX_ADOPTR", sex);
            table.Set(row, "LS_ADOPTR", legalStatus);
        });

        yield return Set("112", "DATE_INT", NoDate);
        yield return Set("113", "DATE_MATCH", NoDate);
        yield return Set("114", "FOSTER_CARE", "2");
        yield return Set("175", "NB_ADOPTR", "3");
        yield return Set("176", "SEX_ADOPTR", "FM");
        yield return Set("177", "LS_ADOPTR", "L9");
        yield return Set("151", "DATE_MATCH", "", row => table.Get(row, "DATE_MATCH").Length > 0);
        yield return Adopters("511", "2", "F1", "L0");
        yield return Adopters("514", "2", "MF", "L0");
        yield return Adopters("517", "2", "FF", "L3");
        yield return Adopters("518", "2", "MF", "L4");
        yield return Adopters("519", "1", "M1", "L2");
        yield return Adopters("520", "2", "MM", "L11");
        yield return Adopters("524", "2", "MF", "L12");
        yield return Change("335", table, _ => true, row =>
            table.Set(row, "FOSTER_CARE", table.Get(row, "FOSTER_CARE") == "1" ? "0" : "1"));
        yield return Change("331", table, _ => true, row =>
            table.Set(row, "DATE_MATCH", ShiftedDate(Ending(collected, row.Child)!, "DEC", -1)));
        yield return Change("523", table, _ => true, row =>
            table.Set(row, "DATE_INT", Written(Read(table.Get(row, "DATE_INT")).AddDays(-1))));
        yield return Change("333", table, row => table.Get(row, "DATE_MATCH").Length > 0, row =>
            table.Set(row, "DATE_MATCH", Written(Read(table.Get(row, "DATE_INT")).AddDays(-3))));
        yield return new PlantableError(
            "582", table, collected.Episodes, _ => collected.Year.Ending >= 2023, row =>
            {
                var ending = Ending(collected, row.Child)!;
                table.Set(row, "DATE_MATCH", collected.Episodes.Get(ending, "DEC"));
                return ending;
            });
        yield return Append("INT31", table, _ => true, row => [.. row.Cells]);
        yield return new PlantableError(
            "602", collected.Header, table, row => !EpisodesOf(collected, row.Child).Any(e => IsAdopted(collected, e)), row =>
            {
                table.Add(row.Child, row.Child, collected.Header.Get(row, "DOB"), "", "", "0", "1", "F1", "L0");
                return table.Rows[^1];
            });

        string ShiftedDate(ReturnRow episode, string column, int days) =>
            Written(Read(collected.Episodes.Get(episode, column)).AddDays(days));
    }

    private static IEnumerable<PlantableError> InDecisions(CouncilReturn collected)
    {
        var table = collected.PlacedForAdoption;
        var episodes = collected.Episodes;
        bool Open(ReturnRow row) => table.Get(row, "DATE_PLACED_CEASED").Length == 0;
        bool OnlyRow(ReturnRow row) => table.Rows.Count(other => other.Child == row.Child) == 1;
        bool StillInPlan(ReturnRow row) => Open(row) && OnlyRow(row) && !collected.Adopted.Rows.Exists(a => a.Child == row.Child);
        ReturnRow? First(string child, Func<ReturnRow, bool> fits) => EpisodesOf(collected, child).FirstOrDefault(fits);
        bool IsAdoptive(ReturnRow episode) => PlantableErrors.IsAdoptive(collected, episode);
        bool IsOrdered(ReturnRow episode) => episodes.Get(episode, "LS") == "E1";

        yield return Change("115", table, _ => true, row => table.Set(row, "DATE_PLACED", NoDate));
        yield return Change("116", table, Open, row =>
        {
            table.Set(row, "DATE_PLACED_CEASED", NoDate);
            table.Set(row, "REASON_PLACED_CEASED", "RD4");
        });
        yield return Change("119", table, Open, row => table.Set(row, "REASON_PLACED_CEASED", "RD3"));
        yield return Change("120", table, row => !Open(row), row => table.Set(row, "REASON_PLACED_CEASED", "RD7"));
        yield return Change("563", table, row => !Open(row), row => table.Set(row, "DATE_PLACED", ""));
        yield return Change("522", table, row => !Open(row), row =>
            table.Set(row, "DATE_PLACED_CEASED", Written(Read(table.Get(row, "DATE_PLACED")).AddDays(-2))));
        yield return Change("184", table, StillInPlan, row =>
            table.Set(row, "DATE_PLACED", Written(Read(table.Get(row, "DOB")).AddDays(-4))));
        yield return Change("117", table, StillInPlan, row =>
            table.Set(row, "DATE_PLACED", Written(collected.Year.End.AddDays(6))));
        yield return Change("552", table, row => StillInPlan(row) && First(row.Child, IsAdoptive) is not null, row =>
            table.Set(row, "DATE_PLACED", Written(Read(episodes.Get(First(row.Child, IsAdoptive)!, "DECOM")).AddDays(1))));
        yield return Change("554", table, row => StillInPlan(row) && First(row.Child, IsOrdered) is not null, row =>
            table.Set(row, "DATE_PLACED", Written(Read(episodes.Get(First(row.Child, IsOrdered)!, "DECOM")).AddDays(1))));
        yield return new PlantableError(
            "551", table, episodes, row => OnlyRow(row) && First(row.Child, IsAdoptive) is not null, row =>
            {
                table.Rows.Remove(row);
                return First(row.Child, IsAdoptive)!;
            });
        yield return new PlantableError(
            "553", table, episodes, row => OnlyRow(row) && First(row.Child, IsOrdered) is not null, row =>
            {
                table.Rows.Remove(row);
                return First(row.Child, IsOrdered)!;
            });
        yield return Change("INT12", table, _ => true, row => table.Set(row, "DOB", Later(table.Get(row, "DOB"))));
    }

    private static IEnumerable<PlantableError> InEpisodes(CouncilReturn collected)
    {
        var table = collected.Episodes;
        string Cell(ReturnRow row, string column) => table.Get(row, column);
        PlantableError Set(string rule, string column, string value, Func<ReturnRow, bool> fits) =>
            Change(rule, table, fits, row => table.Set(row, column, value));
        bool Continues(ReturnRow row) => Cell(row, "RNE") != "S" && Read(Cell(row, "DECOM")) > collected.Year.Start
            && Cell(row, "DEC").Length == 0;

        yield return Set("147", "DEC", "2019-04-31", row => Cell(row, "DEC").Length > 0);
        yield return Set("217", "RNE", "P", row => Cell(row, "PLACE") is "A3" or "A5");
        yield return Set("390", "PLACE", "U6", row => IsAdopted(collected, row));
        yield return Set("408", "LS", "C2", row => Cell(row, "PLACE") is "A5" or "A6");
        yield return Set("516", "PLACE", "K2", row => Cell(row, "REC") is "E45" or "E46");
        yield return Set("557", "REC", "E4A", row => IsAdopted(collected, row));
        yield return Change("433", table, Continues, row => table.Set(row, "DECOM", Later(Cell(row, "DECOM"))));
        yield return Change("501", table, Continues, row =>
            table.Set(row, "DECOM", Written(Read(Cell(row, "DECOM")).AddDays(-1))));
        yield return Append(
            "199", table, row => IsAdopted(collected, row) && Read(Cell(row, "DEC")).AddDays(9) < collected.Year.End, row =>
            {
                string[] cells = [.. row.Cells];
                cells[table.Column("DECOM")] = Written(Read(Cell(row, "DEC")).AddDays(9));
                cells[table.Column("RNE")] = "S";
                cells[table.Column("LS")] = "V2";
                cells[table.Column("PLACE")] = "U6";
                cells[table.Column("DEC")] = "";
                cells[table.Column("REC")] = "";
                return cells;
            });
    }

    private static IEnumerable<PlantableError> InPlacements(CouncilReturn collected)
    {
        var table = collected.Episodes;
        string Cell(ReturnRow row, string column) => table.Get(row, column);
        PlantableError Set(string rule, string column, string value, Func<ReturnRow, bool>? fits = null) =>
            Change(rule, table, fits ?? (_ => true), row => table.Set(row, column, value));
        bool IsFostered(ReturnRow row) => Cell(row, "PLACE").StartsWith('U') && Cell(row, "HOME_POST").Length > 0;

        yield return Set("143", "RNE", "N");
        yield return Set("144", "LS", "C9");
        yield return Set("145", "CIN", "N9");
        yield return Set("146", "PLACE", "A1");
        yield return Set("149", "REC", "E99", row => Cell(row, "REC").Length > 0);
        yield return Set("1009", "REASON_PLACE_CHANGE", "MOVED", row => Cell(row, "REASON_PLACE_CHANGE").Length > 0);
        yield return Set("148", "REC", "", row => Cell(row, "REC").Length > 0);
        yield return Set("178", "PLACE_PROVIDER", "PR9", IsFostered);
        yield return Set("526", "PLACE_PROVIDER", "", IsFostered);
        yield return Set("550", "PLACE_PROVIDER", "PR0", IsFostered);
        yield return Set("218", "URN", "", row => Cell(row, "PLACE") == "K2");
        yield return Set("222", "URN", "SC012345", row => Cell(row, "PLACE") == "P1");
        yield return Set("392c", "PL_POST", "NOWHERE", row => Cell(row, "PL_POST").Length > 0);
        yield return Change("392d", table, IsFostered, row => table.Set(row, "PL_POST", Cell(row, "HOME_POST")));
        yield return Change("356", table, row => Cell(row, "DEC").Length > 0, row =>
            table.Set(row, "DEC", Written(Read(Cell(row, "DECOM")).AddDays(-1))));
        yield return Change("355", table, row => Cell(row, "DEC").Length > 0, row => table.Set(row, "DEC", Cell(row, "DECOM")));
    }

    private static IEnumerable<PlantableError> InReviews(CouncilReturn collected)
    {
        var table = collected.Reviews;
        yield return Change("166", table, _ => true, row => table.Set(row, "REVIEW", NoDate));
        yield return Change("167", table, _ => true, row => table.Set(row, "REVIEW_CODE", "PN9"));
        yield return Change("440", table, row => table.Get(row, "REVIEW_CODE") != "PN0", row => table.Set(row, "REVIEW_CODE", "PN0"));
        yield return Change("441", table, row => table.Get(row, "REVIEW_CODE") == "PN0", row => table.Set(row, "REVIEW_CODE", "PN1"));
    }

    private static IEnumerable<PlantableError> InOutcomes(CouncilReturn collected)
    {
        var table = collected.HealthAndConduct;
        PlantableError Set(string rule, string column, string value, Func<ReturnRow, bool>? fits = null) =>
            Change(rule, table, fits ?? (_ => true), row => table.Set(row, column, value));
        bool Has(ReturnRow row, string column) => table.Get(row, column).Length > 0;

        yield return Set("180", "SDQ_SCORE", "41", row => Has(row, "SDQ_SCORE"));
        yield return Set("181", "TEETH_CHECK", "Y");
        yield return Set("191", "IMMUNISATIONS", "");
        yield return Set("192", "INTERVENTION_RECEIVED", "", row => table.Get(row, "SUBSTANCE_MISUSE") == "1");
        yield return Set("193", "INTERVENTION_RECEIVED", "1", row => table.Get(row, "SUBSTANCE_MISUSE") == "0");
        yield return Set("196", "SDQ_REASON", "SDQ9", row => Has(row, "SDQ_REASON"));
        yield return Set("197a", "SDQ_REASON", "SDQ2", row => Has(row, "SDQ_SCORE"));
        yield return Set("543", "CONVICTED", "", row => Has(row, "CONVICTED"));
        yield return Set("545", "HEALTH_CHECK", "", row => Has(row, "HEALTH_CHECK"));
        yield return Set("546", "HEALTH_CHECK", "1", row => Has(row, "CONVICTED"));

        var leavers = collected.CareLeavers;
        yield return Change("131", leavers, _ => true, row => leavers.Set(row, "IN_TOUCH", "MAYBE"));
        yield return Change("153", leavers, _ => true, row => leavers.Set(row, "ACCOM", ""));
        yield return Change("345", leavers, row => leavers.Get(row, "IN_TOUCH") == "YES", row => leavers.Set(row, "ACTIV", "0"));
    }

    private static IEnumerable<PlantableError> InMissing(CouncilReturn collected)
    {
        var table = collected.Missing;
        yield return Change("1006", table, _ => true, row => table.Set(row, "MISSING", "X"));
        yield return Change("565", table, _ => true, row => table.Set(row, "MISSING", ""));
        yield return Change("1005", table, _ => true, row => table.Set(row, "MIS_END", NoDate));
        yield return Change("567", table, _ => true, row =>
            table.Set(row, "MIS_END", Written(Read(table.Get(row, "MIS_START")).AddDays(-1))));
    }

    private static IEnumerable<PlantableError> InSocialWorkers(CouncilReturn collected)
    {
        if (collected.Year.Ending < 2024)
        {
            yield break;
        }

        var table = collected.SocialWorkers;
        yield return Change("SW02STG1", table, _ => true, row => table.Set(row, "SW_ID", "12345"));
        yield return Change("SW13STG1", table, _ => true, row => table.Set(row, "SW_REASON", "MOVED"));
        yield return Change("SW04STG1", table, _ => true, row => table.Set(row, "SW_DECOM", NoDate));
    }

    private static IEnumerable<PlantableError> InDeprivationsOfLiberty(CouncilReturn collected)
    {
        var table = collected.DeprivationsOfLiberty;
        yield return Change("700", table, _ => true, row => table.Set(row, "DOLO_START", NoDate));
        yield return Change("701", table, _ => true, row => table.Set(row, "DOLO_END", NoDate));
        yield return Change("702", table, _ => true, row =>
            table.Set(row, "DOLO_END", Written(Read(table.Get(row, "DOLO_START")).AddDays(-1))));
        yield return Change("704", table, _ => true, row => table.Set(row, "DOLO_END", Written(collected.Year.End.AddDays(1))));
    }

    private static IEnumerable<PlantableError> InPreviousPermanence(CouncilReturn collected)
    {
        if (collected.Year.Ending < 2017)
        {
            yield break;
        }

        var table = collected.PreviousPermanence;
        var episodes = collected.Episodes;
        bool IsNone(ReturnRow row) => table.Get(row, "PREV_PERM") == "Z1";

        yield return Change("631", table, _ => true, row => table.Set(row, "PREV_PERM", "P9"));
        yield return Change("633", table, row => !IsNone(row), row => table.Set(row, "LA_PERM", "001"));
        yield return Change("632", table, row => !IsNone(row), row =>
            table.Set(row, "DATE_PERM", Written(collected.Year.End.AddDays(-1))));
        yield return Change("635", table, IsNone, row => table.Set(row, "LA_PERM", "330"));
        yield return new PlantableError("630", table, episodes, _ => true, row =>
        {
            table.Rows.Remove(row);
            return EpisodesOf(collected, row.Child).Last(episode => episodes.Get(episode, "RNE") == "S");
        });
        yield return Append("INT35", table, _ => true, row => [.. row.Cells]);
    }

    private static IEnumerable<PlantableError> InHeader(CouncilReturn collected)
    {
        var table = collected.Header;
        var reviews = collected.Reviews;
        var health = collected.HealthAndConduct;
        bool IsLookedAfter(ReturnRow row) => EpisodesOf(collected, row.Child).Any();

        yield return Change("101", table, _ => true, row => table.Set(row, "SEX", "X"));
        yield return Change("103", table, _ => true, row => table.Set(row, "ETHNIC", "WHITE"));
        yield return Change("442", table, IsLookedAfter, row => table.Set(row, "UPN", ""));
        yield return Change("621", table, _ => true, row => table.Set(row, "MC_DOB", table.Get(row, "DOB")));
        yield return Change("102", table, _ => true, row => table.Set(row, "DOB", "2019-01-33"));
        yield return Change("168", table, _ => true, row => table.Set(row, "UPN", "I12345"));
        yield return Append("INT32", table, IsLookedAfter, row => [.. row.Cells]);
        yield return new PlantableError("INT03", table, collected.Episodes, IsLookedAfter, row =>
        {
            table.Rows.Remove(row);
            return EpisodesOf(collected, row.Child).First();
        });
        yield return Change("INT17", reviews, _ => true, row => reviews.Set(row, "DOB", Later(reviews.Get(row, "DOB"))));
        yield return Change("INT14", health, _ => true, row => health.Set(row, "DOB", Later(health.Get(row, "DOB"))));
        yield return Append("INT33", health, _ => true, row => [.. row.Cells]);
    }

    internal static PlantableError Append(string rule, ReturnTable table, Func<ReturnRow, bool> fits, Func<ReturnRow, string[]> cells) =>
        new(rule, table, table, fits, row =>
        {
            table.Add(row.Child, cells(row));
            return table.Rows[^1];
        });

    internal static IEnumerable<ReturnRow> EpisodesOf(CouncilReturn collected, string child) =>
        collected.Episodes.Rows.Where(row => row.Child == child);

    private static ReturnRow? Ending(CouncilReturn collected, string child) =>
        EpisodesOf(collected, child).LastOrDefault(row => IsAdopted(collected, row));

    internal static bool IsAdopted(CouncilReturn collected, ReturnRow episode) =>
        collected.Episodes.Get(episode, "REC") is "E11" or "E12";

    internal static bool IsAdoptive(CouncilReturn collected, ReturnRow episode) =>
        collected.Episodes.Get(episode, "PLACE") is "A3" or "A4" or "A5" or "A6";

    /// <summary>Gives a child another date of birth wherever one is told, so that the tables agree.</summary>
    internal static void BornOn(CouncilReturn collected, string child, string born)
    {
        foreach (var table in collected.Tables.Where(table => table.Column("DOB") >= 0))
        {
            foreach (var row in table.Rows.Where(row => row.Child == child))
            {
                table.Set(row, "DOB", born);
            }
        }
    }

    internal static string Later(string date) => Written(Read(date).AddDays(1));

    internal static DateOnly Read(string date) => DateOnly.ParseExact(date, "dd/MM/yyyy", CultureInfo.InvariantCulture);

    internal static string Written(DateOnly date) => ReturnDate.Write(date);
}
