using Partnership.Contracts.CentralHub;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Disclosures;

/// <summary>
/// What this council's people have read of another council, which asks what became of papers. It waits for the reader and, since readers leave, for the guardian.
/// </summary>
internal sealed class PapersToAttest
{
    /// <summary>The release, as the ledger has it: it is attested there.</summary>
    public Guid Id { get; init; }

    /// <summary>Whose information it was.</summary>
    public short From { get; init; }

    /// <summary>Who has read, by <see cref="Contracts.FamilyFinding.PersonReference"/>.</summary>
    public Guid Reader { get; init; }

    public AttestationAsk Ask { get; set; }

    public DateTimeOffset AskedAt { get; init; }
}

/// <summary>Keeps how far each asking has come: what is overtaken takes nothing back.</summary>
internal sealed class AskAttestationConsumer(LocalityHubDbContext db, TimeProvider clock) : IMessageConsumer<AskAttestation>
{
    public async Task ConsumeAsync(IReadOnlyList<AskAttestation> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            if (await db.PapersToAttest.FindAsync([message.Disclosure], cancellationToken) is not { } known)
            {
                db.Add(new PapersToAttest { Id = message.Disclosure, From = (short)message.From.Number, Reader = message.Reader.Value, Ask = message.Ask, AskedAt = clock.GetUtcNow() });
            }
            else if (message.Ask > known.Ask)
            {
                known.Ask = message.Ask;
            }
        }
    }
}
