using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts.LocalityHub;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Messaging;

public sealed class InboxTests
{
    private const string Name = "child-stage-changed";

    [Fact]
    public async Task Consume_WrittenElsewhere_TakesEffectOnce()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: true);
        await Tally.WriteAsync(host.Services, 1000, 100, CancellationToken.None);
        await site.AssertAllAppliedOnceAsync(1000);
        await using var db = site.Context();
        Assert.Equal(100, await db.Newest.CountAsync(newest => newest.Version == 10));
    }

    [Fact]
    public async Task Consume_SameMessageAgain_IsDropped()
    {
        await using var site = await TallySite.CreateAsync();
        await site.StartAsync(consume: true);
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var round in Enumerable.Range(0, 3))
        {
            for (var number = 0; number < ids.Length; number++)
            {
                await site.SendRawAsync(ids[number], Name, TallySite.Body(Tally.Message(Tally.Reference(number), 1)));
            }
        }

        await Eventually.TrueAsync(async () => await site.CountAsync("applied") >= 200 && await site.QueueLengthAsync() == 0, "all messages");
        await site.SendRawAsync(Guid.CreateVersion7(), Name, TallySite.Body(Tally.Message(Tally.Reference(1000), 1)));
        await Eventually.TrueAsync(async () => await site.CountAsync("newest where \"Version\" = 1 and \"Reference\" = '000003e8-0000-0000-0000-000000000001'") == 1, "the message sent last");
        Assert.Equal(201, await site.CountAsync("applied"));
    }

    /// <summary>Otherwise the word that a hub was restored takes back, in one batch, what the hub has said just before it.</summary>
    [Fact]
    public async Task Consume_AnotherKindInTheSameBatch_SeesWhatWasDoneBefore()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: true, messaging => messaging.Consume<HubRestored, SeeingConsumer>());
        var restored = new HubRestored(Guid.NewGuid(), Tally.Council, 2, 1);

        await host.Services.GetRequiredService<Inbox>().ApplyAsync(
            [
                new Delivery(Guid.CreateVersion7(), Name, TallySite.Body(Tally.Message(Tally.Reference(1), 1)), "{}", 1),
                new Delivery(Guid.CreateVersion7(), "hub-restored", JsonSerializer.SerializeToUtf8Bytes(restored, MessageJson.Options), "{}", 2),
            ],
            within: null,
            TestContext.Current.CancellationToken);

        Assert.Equal(1, await site.CountAsync("written where \"Version\" = 1"));
    }

    [Fact]
    public async Task Consume_ShuffledVersions_EndsAtTheNewest()
    {
        await using var site = await TallySite.CreateAsync();
        await site.StartAsync(consume: true);
        var messages = Enumerable.Range(0, 500).Select(number => Tally.Message(Tally.Reference(number % 10), (number / 10) + 1, epoch: number / 250 + 1)).ToArray();
        new Random(7).Shuffle(messages);
        foreach (var message in messages)
        {
            await site.SendRawAsync(Guid.CreateVersion7(), Name, TallySite.Body(message));
        }

        await Eventually.TrueAsync(async () => await site.CountAsync("applied") == 500, "all messages");
        await using var db = site.Context();
        Assert.Equal(10, await db.Newest.CountAsync(newest => newest.Epoch == 2 && newest.Version == 50));
    }

    [Fact]
    public async Task Consume_UnreadableOrUnknown_IsParkedAndHoldsNobodyUp()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: true);
        var bad = new Dictionary<Guid, string>
        {
            [await SendAsync(Name, "{\"reference\":")] = "The body is not a child-stage-changed, line 1, byte 14.",
            [await SendAsync(Name, "{}")] = "The body is not a child-stage-changed",
            [await SendAsync(Name, "null")] = "The body is not a child-stage-changed",
            [await SendAsync(Name, "[1,2,3]")] = "The body is not a child-stage-changed",
            [await SendAsync(Name, "")] = "The body is not a child-stage-changed",
            [await SendAsync("child-renamed", "{}")] = "This service takes in no message named 'child-renamed'.",
            [await SendAsync(null, "{}")] = "This service takes in no message named ''.",
        };
        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(1), 1));
        await Eventually.TrueAsync(async () => await site.CountAsync("applied") == 1, "the good message", TimeSpan.FromSeconds(5));

        await using var scope = host.Services.CreateAsyncScope();
        var parked = scope.ServiceProvider.GetRequiredService<ParkedMessages>();
        await Eventually.TrueAsync(async () => await site.CountAsync("parked") == bad.Count, "the bad messages parked");
        var entries = await parked.ListAsync(100);
        foreach (var entry in entries)
        {
            Assert.False(entry.Outgoing);
            Assert.StartsWith(bad[entry.MessageId], entry.Reason, StringComparison.Ordinal);
        }

        // Replayed unmended they are parked again; discarded they are gone.
        foreach (var entry in entries)
        {
            Assert.True(await parked.ReplayAsync(entry, CancellationToken.None));
        }

        parked.Wake();
        await Eventually.TrueAsync(async () => await site.CountAsync("parked where replay_at is null") == bad.Count && await site.CountAsync("retry") == 0, "parked again");
        foreach (var (before, now) in entries.OrderBy(entry => entry.MessageId).Zip((await parked.ListAsync(100)).OrderBy(entry => entry.MessageId)))
        {
            Assert.False(await parked.DiscardAsync(before, CancellationToken.None), "it was parked anew since");
            Assert.True(await parked.DiscardAsync(now, CancellationToken.None));
        }

        Assert.Equal(0, await site.CountAsync("parked"));
        Assert.Equal(0u, await site.QueueLengthAsync());

        async Task<Guid> SendAsync(string? name, string body)
        {
            var id = Guid.CreateVersion7();
            await site.SendRawAsync(id, name, body);
            return id;
        }
    }

    [Fact]
    public async Task Consume_WithoutMessageId_IsTakenOnceByItsContent()
    {
        await using var site = await TallySite.CreateAsync();
        await site.StartAsync(consume: true);
        await site.SendRawAsync(null, Name, TallySite.Body(Tally.Message(Tally.Reference(1), 1)));
        await site.SendRawAsync(null, Name, TallySite.Body(Tally.Message(Tally.Reference(1), 1)));
        await site.SendRawAsync(null, Name, TallySite.Body(Tally.Message(Tally.Reference(1), 2)));
        await Eventually.TrueAsync(async () => await site.CountAsync("newest where \"Version\" = 2") == 1 && await site.QueueLengthAsync() == 0, "the last message");
        Assert.Equal(2, await site.CountAsync("applied"));
    }

    [Fact]
    public async Task Consume_AlwaysThrowing_IsRetriedThenParkedWhileOthersPass()
    {
        await using var site = await TallySite.CreateAsync();
        var fussy = new Fussiness { Poison = Tally.Reference(13) };
        var host = await site.StartAsync(consume: true, messaging => messaging.MaxAttempts = 4, services => services.AddSingleton(fussy).AddScoped<IMessageConsumer<ChildStageChanged>, FussyConsumer>());

        // The poison sits in the midst of a batch.
        await Tally.WriteAsync(host.Services, 400, 200, CancellationToken.None);
        await Eventually.TrueAsync(async () => await site.CountAsync("applied") == 398, "the other messages");
        await Eventually.TrueAsync(async () => await site.CountAsync("parked") == 2, "the poison parked");
        Assert.Equal(398, await site.CountAsync("applied"));
        Assert.Equal(0, await site.CountAsync("retry"));

        await using var scope = host.Services.CreateAsyncScope();
        var parked = scope.ServiceProvider.GetRequiredService<ParkedMessages>();
        var entries = await parked.ListAsync(10);
        Assert.All(entries, entry => Assert.Equal((4, "InvalidOperationException"), (entry.Attempts, entry.Reason)));

        // The fault mended, a replay brings the two in.
        fussy.Poison = Guid.Empty;
        foreach (var entry in entries)
        {
            Assert.True(await parked.ReplayAsync(entry, CancellationToken.None));
        }

        parked.Wake();
        await site.AssertAllAppliedOnceAsync(400);
    }

    [Fact]
    public async Task Consume_FailingAndNotToBePutOff_StaysWithTheBrokerAndTheHostLives()
    {
        await using var site = await TallySite.CreateAsync();
        var fussy = new Fussiness { Poison = Tally.Reference(13) };
        await site.ExecuteAsync("alter table retry add constraint planted check (message_id is null)");
        var host = await site.StartAsync(consume: true, null, services => services.AddSingleton(fussy).AddScoped<IMessageConsumer<ChildStageChanged>, FussyConsumer>());
        await Tally.WriteAsync(host.Services, 50, 50, CancellationToken.None);

        await Eventually.TrueAsync(async () => await site.CountAsync("applied") == 49, "the other messages");
        Assert.Empty(Workers.FailedIn(host.Services));
        fussy.Poison = Guid.Empty;
        await site.AssertAllAppliedOnceAsync(50);
        Assert.Empty(Workers.FailedIn(host.Services));
    }

    [Fact]
    public async Task Consume_FailingAWhile_SucceedsFromTheRetryTable()
    {
        await using var site = await TallySite.CreateAsync();

        // However it comes at first, in a batch or alone: these are in the retry table.
        var fussy = new Fussiness { Poison = Tally.Reference(13), TimesAlone = 4 };
        var host = await site.StartAsync(consume: true, null, services => services.AddSingleton(fussy).AddScoped<IMessageConsumer<ChildStageChanged>, FussyConsumer>());
        await Tally.WriteAsync(host.Services, 50, 50, CancellationToken.None);
        await site.AssertAllAppliedOnceAsync(50);
    }

    [Fact]
    public async Task Consume_OldInboxRows_AreForgotten()
    {
        await using var site = await TallySite.CreateAsync();
        await site.ExecuteAsync("insert into inbox select gen_random_uuid(), 'central-hub.region', now() - interval '15 days' from generate_series(1, 12000)");
        await site.ExecuteAsync("insert into inbox select gen_random_uuid(), 'central-hub.region', now() - interval '13 days' from generate_series(1, 10)");
        await site.StartAsync(consume: true);
        await Eventually.TrueAsync(async () => await site.CountAsync("inbox") == 10, "the old rows gone and the younger kept");
    }

    /// <summary>Writes down how many messages of the other kind have taken effect.</summary>
    private sealed class SeeingConsumer(TallyDbContext db) : IMessageConsumer<HubRestored>
    {
        public async Task ConsumeAsync(IReadOnlyList<HubRestored> messages, CancellationToken cancellationToken) =>
            db.Written.Add(new Written { Reference = messages[0].Hub, Version = await db.Applied.CountAsync(cancellationToken) });
    }

    private sealed class Fussiness
    {
        public Guid Poison { get; set; }

        public int TimesAlone { get; set; } = int.MaxValue;

        public void ThrowFor(IReadOnlyList<ChildStageChanged> messages)
        {
            if (messages.Any(message => message.Reference == Poison) && (messages.Count > 1 || TimesAlone-- > 0))
            {
                throw new InvalidOperationException("Not this one.");
            }
        }
    }

    private sealed class FussyConsumer(TallyDbContext db, Fussiness fussiness) : IMessageConsumer<ChildStageChanged>
    {
        public async Task ConsumeAsync(IReadOnlyList<ChildStageChanged> messages, CancellationToken cancellationToken)
        {
            // Half the work is done when it throws: the rollback must undo it.
            await new TallyConsumer(db).ConsumeAsync(messages, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            fussiness.ThrowFor(messages);
        }
    }
}
