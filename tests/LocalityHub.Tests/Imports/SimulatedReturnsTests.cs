using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Regional;
using Partnership.Simulator;
using Partnership.Simulator.Truth;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>Several years of simulated returns, handed in one after the other: the hub's measures must equal what truly happened.</summary>
public sealed class SimulatedReturnsTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Import_FiveYears_MeasuresEqualTheTruth()
    {
        var directory = Directory.CreateTempSubdirectory("returns-").FullName;
        try
        {
            Simulation.Run(
                new SimulationOptions
                {
                    Region = "invented",
                    Councils = [new SimulatedCouncil("860", "Staffordshire")],
                    FirstYear = 2021,
                    LastYear = 2025,
                    Seed = 7,
                    Directory = directory,
                },
                ct: TestContext.Current.CancellationToken);
            for (var year = 2021; year <= 2025; year++)
            {
                var job = await hub.ImportAsync(Read(Path.Combine(directory, "860", $"{year}")), year);
                Assert.Equal("done", job.GetProperty("state").GetString());
                Assert.Equal(0, job.GetProperty("counts").GetProperty("held").GetInt32());
            }

            var truth = TrueIndicators.For([TruthFile.Read(Path.Combine(directory, "860", "truth.json"))], 2025);
            var measures = await MeasuresAsync();
            Assert.Equal(truth.A1, TrueSum.Of(measures.Select(measure => Days(measure, "entryToPlacedDays"))));
            Assert.Equal(truth.A10, TrueSum.Of(measures.Select(measure => Days(measure, "entryToMovedInDays"))));
            Assert.Equal(truth.A2, TrueSum.Of(measures.Select(measure => Days(measure, "orderToMatchDays"))));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static int? Days(JsonElement measure, string name) => measure.GetProperty(name) is { ValueKind: JsonValueKind.Number } days ? days.GetInt32() : null;

    private static ReturnFiles Read(string directory)
    {
        var files = new ReturnFiles().Without("header.csv", "episodes.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv");
        foreach (var file in Directory.EnumerateFiles(directory, "*.csv"))
        {
            files.AddFile(Path.GetFileName(file), File.ReadAllBytes(file));
        }

        return files;
    }

    private async Task<List<JsonElement>> MeasuresAsync()
    {
        await using var db = hub.Db();
        var contents = await db.RegionalReferences.Where(reference => reference.Purpose == ReferencePurpose.Adoption).Select(reference => reference.Content).ToListAsync();
        return [.. contents.Select(content => JsonDocument.Parse(content).RootElement)
            .Where(measure => !measure.GetProperty("withdrawn").GetBoolean() && measure.GetProperty("year").GetInt32() is >= 2023 and <= 2025)];
    }
}
