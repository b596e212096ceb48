using System.Text;
using Npgsql;
using Partnership.LocalHosting.Testing;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>Somewhere that a text was found.</summary>
/// <param name="Place">Such as <c>console of gateway</c>, <c>traces</c> or <c>table locality_hub_860.parked</c>.</param>
/// <param name="Text">What was looked for.</param>
internal sealed record Hit(string Place, string Text);

/// <summary>
/// Everywhere that a running system leaves something: consoles of all processes, spans, logs and metrics, every file that it keeps (the
/// broker's, which hold each message that passed or lies in a queue, and dead letters), every table of every database. Looks for texts
/// there, whatever their case.
/// </summary>
internal sealed class Places(RunningStack stack)
{
    public const string Console = "console of ";
    public const string Files = "file ";
    public const string Table = "table ";

    /// <summary>Where the texts are, once what has happened by now has been written down.</summary>
    public async Task<IReadOnlyList<Hit>> FindAsync(params IReadOnlyCollection<string> texts)
    {
        await stack.Telemetry.SettledAsync(stack.Services);
        var hits = new List<Hit>();
        foreach (var text in texts)
        {
            foreach (var spelling in new[] { text, text.ToLowerInvariant(), text.ToUpperInvariant() }.Distinct())
            {
                hits.AddRange(stack.Telemetry.SignalsWith(spelling).Select(signal => new Hit(signal, text)));
            }
        }

        hits.AddRange(InFiles(texts));
        hits.AddRange(await InDatabasesAsync(texts));
        return [.. hits.Distinct()];
    }

    private IEnumerable<Hit> InFiles(IReadOnlyCollection<string> texts)
    {
        var data = stack.DataFolder;
        foreach (var file in data.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Where(IsRead))
        {
            // Latin 1 keeps each byte, so that text is found between what is none.
            string content;
            try
            {
                using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream, Encoding.Latin1);
                content = reader.ReadToEnd();
            }
            catch (FileNotFoundException)
            {
                continue;
            }

            var name = Path.GetRelativePath(data.FullName, file.FullName);
            var place = name.StartsWith("logs/", StringComparison.Ordinal) ? Console + Path.GetFileNameWithoutExtension(name) : Files + name;
            foreach (var text in texts.Where(text => content.Contains(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)), StringComparison.OrdinalIgnoreCase)))
            {
                yield return new Hit(place, text);
            }
        }
    }

    // The host keeps its lock to itself; and the cluster, where it lies here, holds every table, which are asked one by one.
    private bool IsRead(FileInfo file) => file.Name != "host.lock" && !Path.GetRelativePath(stack.DataFolder.FullName, file.FullName).StartsWith("postgres/", StringComparison.Ordinal);

    private async Task<List<Hit>> InDatabasesAsync(IReadOnlyCollection<string> texts)
    {
        var hits = new List<Hit>();
        var server = new NpgsqlConnectionStringBuilder(await stack.App.GetConnectionStringAsync("postgres")) { Pooling = false };
        foreach (var database in await ReadAsync(server, "postgres", "select datname from pg_database where datname not in ('postgres', 'template0', 'template1')"))
        {
            var tables = await ReadAsync(
                server, database, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");

            // One question for all tables; bytes as text, for so are messages' bodies kept.
            var question = string.Join(" union all ", tables.Select((table, index) =>
                $"select distinct {index} || ' ' || wanted from {table} t cross join lateral (select lower(t::text) as line offset 0) l join unnest($1) wanted on position(lower(wanted) in l.line) > 0"));
            foreach (var found in tables.Count == 0 ? [] : await ReadAsync(server, database, question, texts.ToArray()))
            {
                var parts = found.Split(' ', 2);
                hits.Add(new Hit($"{Table}{database}.{tables[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)].Replace("public.", "", StringComparison.Ordinal)}", parts[1]));
            }
        }

        return hits;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnectionStringBuilder server, string database, string question, params string[]? texts)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, Options = "-c bytea_output=escape" });
        await using var command = source.CreateCommand(question);
        if (texts is { Length: > 0 })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = texts });
        }

        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
