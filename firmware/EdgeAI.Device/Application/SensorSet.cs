using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Networks;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Application;

/// <summary>The sensors that a configuration asks for, as far as they could be made, each with its stream and its description.</summary>
internal sealed class SensorSet
{
    private SensorSet(int wanted)
    {
        MissingStreams = new byte[wanted];
        MissingBecause = new CatalogStatus[wanted];
        Made = new SensorConfiguration[0];
        Streams = new SampledStream[0];
        Descriptions = new StreamDescription[0];
        Layouts = new TaxelLayout[0];
    }

    /// <summary>The configurations of the sensors that were made.</summary>
    public SensorConfiguration[] Made { get; private set; }

    /// <summary>A stream for each.</summary>
    public SampledStream[] Streams { get; private set; }

    /// <summary>A description for each.</summary>
    public StreamDescription[] Descriptions { get; private set; }

    /// <summary>The layouts of those with taxels.</summary>
    public TaxelLayout[] Layouts { get; private set; }

    /// <summary>How many could not be made.</summary>
    public int MissingCount { get; private set; }

    /// <summary>The streams of those, <see cref="MissingCount"/> of them.</summary>
    public byte[] MissingStreams { get; }

    /// <summary>Why.</summary>
    public CatalogStatus[] MissingBecause { get; }

    public static SensorSet Make(SensorConfiguration[] wanted, BoardConfiguration configuration, IBoardPlatform platform, IHostParts? parts, IClock clock)
    {
        SensorSet set = new SensorSet(wanted.Length);
        if (wanted.Length == 0)
        {
            return set;
        }

        SensorCatalog catalog = new SensorCatalog(configuration, platform.OpenBuses(configuration), parts, clock);
        ISensor?[] sensors = new ISensor?[wanted.Length];
        for (int index = 0; index < wanted.Length; index++)
        {
            CatalogStatus status = catalog.TryMake(index, out sensors[index]);
            if (sensors[index] == null)
            {
                set.MissingStreams[set.MissingCount] = wanted[index].Stream;
                set.MissingBecause[set.MissingCount] = status;
                set.MissingCount++;
            }
        }

        int count = wanted.Length - set.MissingCount;
        set.Made = new SensorConfiguration[count];
        set.Streams = new SampledStream[count];
        set.Descriptions = new StreamDescription[count];
        TaxelLayout[][] layouts = new TaxelLayout[count][];
        int made = 0;
        int frames = 0;
        for (int index = 0; index < wanted.Length; index++)
        {
            ISensor? sensor = sensors[index];
            if (sensor == null)
            {
                continue;
            }

            set.Made[made] = wanted[index];
            ContactSlip? decision = DecisionOf(wanted[index], clock);
            set.Streams[made] = new SampledStream(wanted[index].Stream, sensor, wanted[index].PeriodMicroseconds * 1000L, decision, decision == null || !wanted[index].DecisionsAlone);
            set.Descriptions[made] = StreamDescriber.Describe(wanted[index], sensor);
            layouts[made] = StreamDescriber.LayoutsOf(wanted[index]);
            frames += layouts[made].Length;
            made++;
        }

        set.Layouts = new TaxelLayout[frames];
        int next = 0;
        for (int index = 0; index < count; index++)
        {
            Array.Copy(layouts[index], 0, set.Layouts, next, layouts[index].Length);
            next += layouts[index].Length;
        }

        return set;
    }

    private static ContactSlip? DecisionOf(SensorConfiguration sensor, IClock clock)
    {
        if (sensor.Decision != DecisionCode.ContactSlip)
        {
            return null;
        }

        ContactSlipOptions options = new ContactSlipOptions();
        options.RestLevel = sensor.DecisionRest;
        options.ContactSteps = sensor.DecisionContact;
        options.ReleaseSteps = sensor.DecisionRelease;
        return new ContactSlip(options, ContactSlipNetwork.Make(), ContactSlipNetwork.MakeProbabilities(), clock);
    }
}
