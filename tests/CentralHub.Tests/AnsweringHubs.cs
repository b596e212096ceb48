using System.Collections.Concurrent;
using System.Text.Json;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Partnership.CentralHub.Tests;

/// <summary>
/// What hubs do with commands, as far as the centre can see: they say that every household of the same test is possible but for those refused, open
/// every release that is to be open, and keep all that they were told.
/// </summary>
public sealed class AnsweringHubs : IAsyncDisposable
{
    private readonly CentralHubHost _hub;
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly ConcurrentDictionary<Guid, long> _versions = new();
    private readonly ConcurrentDictionary<Guid, AskCandidate> _questions = new();
    private readonly ConcurrentDictionary<(Guid Link, Guid Child), Guid> _parts = new();

    private AnsweringHubs(CentralHubHost hub, IConnection connection, IChannel channel) => (_hub, _connection, _channel) = (hub, connection, channel);

    /// <summary>All that was told, in the order of arrival.</summary>
    internal ConcurrentQueue<IMessage> Told { get; } = new();

    /// <summary>Households that a child's hub says no to.</summary>
    internal ConcurrentDictionary<(Guid Child, Guid Household), bool> Refused { get; } = new();

    /// <summary>Children whose hubs do not answer for now.</summary>
    internal ConcurrentDictionary<Guid, bool> Silent { get; } = new();

    internal static async Task<AnsweringHubs> StartAsync(CentralHubHost hub)
    {
        var connection = await hub.Broker.ConnectAsync();
        var channel = await connection.CreateChannelAsync();
        var hubs = new AnsweringHubs(hub, connection, channel);
        foreach (var council in CentralHubHost.Councils)
        {
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) => hubs.TakeAsync(
                (IMessage)JsonSerializer.Deserialize(delivery.Body.Span, MessageCatalogue.Find(delivery.BasicProperties.Type!)!, MessageJson.Options)!);
            await channel.BasicConsumeAsync(Topology.LocalityHubQueue(new CouncilCode(council)), autoAck: true, consumer);
        }

        return hubs;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>What was told to a council, of one kind.</summary>
    internal IEnumerable<T> To<T>(int council)
        where T : IMessage => Told.OfType<T>().Where(message => message.Council.Number == council);

    /// <summary>Says no, or yes again, about a household that was asked about.</summary>
    internal async Task AnswerAsync(Guid child, Guid household, bool possible)
    {
        Refused[(child, household)] = !possible;
        foreach (var question in _questions.Values.Where(question => question.Child == child && question.Household == household))
        {
            await AnswerAsync(question);
        }
    }

    internal async Task DecideAsync(Guid link, int council, LinkDecision decision) =>
        await _hub.SendAsync(new LinkDecided(link, new CouncilCode(council), 1, Next(link), decision));

    /// <summary>Says what has become of one child's part in a link.</summary>
    internal async Task StateAsync(Guid link, ChildProfiled child, ChildsPart part)
    {
        var reference = _parts.GetOrAdd((link, child.Reference), _ => Guid.NewGuid());
        await _hub.SendAsync(new ChildOfLinkStated(reference, child.Council, 1, Next(reference), link, child.Reference, part));
    }

    /// <summary>Says how a release stands.</summary>
    internal async Task DiscloseAsync(
        Guid disclosure, int council, DisclosureState state, bool read = false, DisclosureEnd end = DisclosureEnd.None, DisclosureGates gates = DisclosureGates.None) =>
        await _hub.SendAsync(new DisclosureAnswered(disclosure, new CouncilCode(council), 1, Next(disclosure), state, gates, end, read));

    private async Task TakeAsync(IMessage message)
    {
        Told.Enqueue(message);
        switch (message)
        {
            case AskCandidate question when _questions.TryAdd(question.RequestId, question):
                await AnswerAsync(question);
                break;
            case WithdrawCandidate withdrawn:
                _questions.TryRemove(withdrawn.Question, out _);
                break;
            case RecordDisclosure { End: DisclosureEnd.None } asked:
                await DiscloseAsync(asked.Disclosure, asked.Council.Number, DisclosureState.Open);
                break;
            case RecordDisclosure ended:
                await DiscloseAsync(ended.Disclosure, ended.Council.Number, DisclosureState.Closed, end: ended.End);
                break;
        }
    }

    private async Task AnswerAsync(AskCandidate question)
    {
        if (!Silent.ContainsKey(question.Child))
        {
            await _hub.SendAsync(new CandidateAnswered(
                question.RequestId,
                question.Council,
                1,
                Next(question.RequestId),
                Niche.IsShared(question.Child, question.Household) && !Refused.GetValueOrDefault((question.Child, question.Household))));
        }
    }

    private long Next(Guid reference) => _versions.AddOrUpdate(reference, 1, (_, version) => version + 1);
}
