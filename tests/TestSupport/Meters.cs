using System.Diagnostics.Metrics;

namespace Partnership.TestSupport;

/// <summary>Somebody who wants a service's figures: some are asked for only then.</summary>
public static class Meters
{
    /// <summary>Listens to every instrument of a meter; dispose of it to stop.</summary>
    public static MeterListener Listen(string meter)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.Start();
        return listener;
    }
}
