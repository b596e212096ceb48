using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Idempotency;

public sealed class IdempotencyTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hasWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestTokens _tokens = null!;
    private TestService _service = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _tokens = await TestTokens.StartAsync();
        await using (var db = new NoteDbContext(new DbContextOptionsBuilder<NoteDbContext>().UseNpgsql(database.ConnectionString + ";Pooling=false").Options))
        {
            await db.Database.EnsureCreatedAsync();
            await db.Database.ExecuteSqlRawAsync("TRUNCATE note, idempotency_key");
        }

        _service = await TestService.StartAsync(
            _tokens.Settings,
            app =>
            {
                var notes = app.MapGroup("/notes").RequireAuthorization(Policies.SignedIn);
                notes.MapPost("/", AddAsync).WithIdempotency<NoteDbContext>();
                notes.MapPost("/slow", AddSlowlyAsync).WithIdempotency<NoteDbContext>();
                notes.MapPost("/refused", async (Note note, NoteDbContext db) =>
                {
                    db.Notes.Add(note);
                    await db.SaveChangesAsync();
                    return note.Text == "throw" ? throw new RuleBrokenException("note.refused", "No.") : ServiceDefaults.Problems.Problems.Problem(409, "note.refused", "No.");
                }).WithIdempotency<NoteDbContext>();
                notes.MapPost("/files", async (HttpRequest request, NoteDbContext db) =>
                {
                    var form = await request.ReadFormAsync();
                    db.Notes.Add(new Note(Guid.NewGuid(), $"{form.Files.Count} files"));
                    await db.SaveChangesAsync();
                    return TypedResults.Accepted("/notes/jobs/1");
                }).WithIdempotency<NoteDbContext>();
            },
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(_clock);
                builder.Services.AddDbContext<NoteDbContext>(options => options.UseNpgsql(database.ConnectionString + ";Maximum Pool Size=4;Timeout=5"));
            });
        _client = _service.Client(_tokens.CaseSystem(860));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    [Fact]
    public async Task Post_Repeated_GetsTheFirstAnswerAndChangesNothing()
    {
        using var first = await PostAsync("/notes", "key-1", "a");
        using var again = await PostAsync("/notes", "key-1", "a");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal("\"1\"", again.Headers.ETag?.Tag);
        Assert.Equal(first.Content.Headers.ContentType?.ToString(), again.Content.Headers.ContentType?.ToString());
        Assert.False(first.Headers.Contains("Idempotent-Replay"));
        Assert.True(again.Headers.Contains("Idempotent-Replay"));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Post_WithoutKey_HappensEachTime()
    {
        for (var i = 0; i < 2; i++)
        {
            using var response = await _client.PostAsJsonAsync("/notes", new { id = Guid.NewGuid(), text = "a" });
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Post_FiftyAtOnce_HappenOnceAndAllGetTheFirstAnswer()
    {
        var id = Guid.NewGuid();
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync("/notes", "key-50", "a", id)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        var answers = await Task.WhenAll(responses.Select(response => response.Content.ReadAsStringAsync()));
        Assert.Single(answers.Distinct());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Post_ChangedBodyPathOrQuery_Returns422()
    {
        using var first = await PostAsync("/notes", "key-2", "a");
        using var other = await PostAsync("/notes", "key-2", "b");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("idempotency-key.reused", await other.ReadCodeAsync());
        using var query = await PostAsync("/notes?year=2025", "key-2", "a");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, query.StatusCode);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Post_SameKeyOfAnotherClientPersonOrRoute_IsAnotherRequest()
    {
        using var first = await PostAsync("/notes", "key-3", "a");
        using var otherClient = _service.Client(_tokens.CaseSystem(861));
        using var second = await PostAsync("/notes", "key-3", "b", client: otherClient);
        using var otherPerson = _service.Client(_tokens.For([Roles.SocialWorker], [860], "case-system-860", "person-1"));
        using var third = await PostAsync("/notes", "key-3", "c", client: otherPerson);
        _mayGoOn.SetResult();
        using var otherRoute = await PostAsync("/notes/slow", "key-3", "d");

        Assert.All([first, second, third, otherRoute], response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Equal(4, await CountAsync());
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("answer")]
    public async Task Post_Refused_UndoesEverythingAndIsTriedAnew(string how)
    {
        for (var i = 0; i < 2; i++)
        {
            using var response = await PostAsync("/notes/refused", "key-4", how);
            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
            Assert.Equal("note.refused", await response.ReadCodeAsync());
            Assert.False(response.Headers.Contains("Idempotent-Replay"));
        }

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Post_ConnectionCutBeforeCommit_LeavesNothingAndItsRepeatHappensOnce()
    {
        var id = Guid.NewGuid();
        var cut = PostAsync("/notes/slow", "key-5", "a", id);
        await _hasWritten.Task;
        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        _mayGoOn.SetResult();

        using var failed = await cut;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Equal(0, await CountAsync());
        using var repeat = await PostAsync("/notes/slow", "key-5", "a", id);
        Assert.Equal(HttpStatusCode.Created, repeat.StatusCode);
        Assert.Equal(1, await CountAsync());

        // The other tests' connections were cut as well.
        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task Post_AfterADay_IsANewRequestAndOldKeysAreCleared()
    {
        using var first = await PostAsync("/notes", "key-6", "a");
        using var another = await PostAsync("/notes", "key-7", "b");
        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        using var withinTheDay = await PostAsync("/notes", "key-6", "changed", client: Renewed());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, withinTheDay.StatusCode);

        _clock.Advance(TimeSpan.FromMinutes(2));
        using var nextDay = await PostAsync("/notes", "key-6", "changed", client: Renewed());
        Assert.Equal(HttpStatusCode.Created, nextDay.StatusCode);
        Assert.Equal(3, await CountAsync());
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from idempotency_key"));
    }

    [Fact]
    public async Task Post_SameFilesUnderANewBoundary_IsARepeat()
    {
        using var first = await PostFilesAsync("key-8", "one,two\r\n--not a boundary\r\n1,2\r\n");
        using var again = await PostFilesAsync("key-8", "one,two\r\n--not a boundary\r\n1,2\r\n");
        using var changed = await PostFilesAsync("key-8", "one,two\r\n--not a boundary\r\n1,3\r\n");

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal("/notes/jobs/1", again.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a\tb")]
    public async Task Post_KeyThatIsNone_Returns400(string key)
    {
        using var response = await PostAsync("/notes", key, "a");
        Assert.Equal("idempotency-key.invalid", await response.ReadCodeAsync());
        using var tooLong = await PostAsync("/notes", new string('k', 201), "a");
        Assert.Equal("idempotency-key.invalid", await tooLong.ReadCodeAsync());
        Assert.Equal(0, await CountAsync());
    }

    private static async Task<IResult> AddAsync(Note note, NoteDbContext db, HttpContext context)
    {
        db.Notes.Add(note);
        await db.SaveChangesAsync();
        IfMatch.SetETag(context, 1);
        return TypedResults.Created($"/notes/{note.Id}", note);
    }

    private async Task<IResult> AddSlowlyAsync(Note note, NoteDbContext db)
    {
        db.Notes.Add(note);
        await db.SaveChangesAsync();
        _hasWritten.TrySetResult();
        await _mayGoOn.Task;
        return TypedResults.Created($"/notes/{note.Id}", note);
    }

    private HttpClient Renewed() => _service.Client(_tokens.CaseSystem(860));

    private async Task<HttpResponseMessage> PostAsync(string address, string key, string text, Guid? id = null, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(new { id = id ?? new Guid(1, 2, 3, [0, 0, 0, 0, 0, 0, 0, (byte)text[0]]), text }),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await (client ?? _client).SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostFilesAsync(string key, string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/notes/files")
        {
            Content = new MultipartFormDataContent { { new StringContent(content), "files", "Episodes.csv" } },
        };
        request.Headers.Add("Idempotency-Key", key);
        return await _client.SendAsync(request);
    }

    private Task<long> CountAsync() => database.ScalarAsync<long>("select count(*) from note");

    private sealed record Note(Guid Id, string Text);

    private sealed class NoteDbContext(DbContextOptions<NoteDbContext> options) : DbContext(options)
    {
        public DbSet<Note> Notes => Set<Note>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Note>(note =>
            {
                note.ToTable("note");
                note.Property(n => n.Id).HasColumnName("id").ValueGeneratedNever();
                note.Property(n => n.Text).HasColumnName("text");
            });
            modelBuilder.AddIdempotencyTable();
        }
    }
}
