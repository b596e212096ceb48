namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The moments at which a crash hurts most. Does nothing; the crash tests put in a version that ends the process.</summary>
internal class MessagingSteps
{
    /// <summary>The broker has confirmed a batch whose outbox rows still exist.</summary>
    public virtual void ConfirmedNotDeleted()
    {
    }

    /// <summary>A part of a batch has been confirmed.</summary>
    public virtual void SendingBatch()
    {
    }

    /// <summary>A batch is applied but not committed.</summary>
    public virtual void AppliedNotCommitted()
    {
    }

    /// <summary>A batch is committed whose deliveries are not acknowledged.</summary>
    public virtual void CommittedNotAcknowledged()
    {
    }
}
