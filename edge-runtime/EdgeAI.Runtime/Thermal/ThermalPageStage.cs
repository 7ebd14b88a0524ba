using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Thermal;

/// <summary>
/// Makes a thermal image in degrees Celsius of each page of an MLX90640, once its EEPROM and both subpages have come. The older page is
/// what the image's age is counted from.
/// </summary>
/// <param name="imager">Keeps what a page leaves and what the EEPROM says; shared with the <see cref="ThermalEepromInput"/> of the same chip.</param>
public sealed class ThermalPageStage(Mlx90640Imager imager) : IStage<Image, Image>
{
    private readonly FrameFlags[] _flags = new FrameFlags[2];

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<Image> input, Image output, out long oldestInput)
    {
        Mlx90640Refusal refusal = imager.Take(input.Value, output);
        oldestInput = imager.OldestNanoseconds;
        if (refusal is Mlx90640Refusal.None or Mlx90640Refusal.NeedsOtherSubpage)
        {
            _flags[input.Value.Samples[Mlx90640Page.Subpage]] = input.Flags;
        }

        return refusal switch
        {
            Mlx90640Refusal.None => StageOutcome.Decided,
            Mlx90640Refusal.NotCalibrated when !imager.IsEepromRefused => StageOutcome.NeedsMore,
            Mlx90640Refusal.NeedsOtherSubpage => StageOutcome.NeedsMore,
            _ => StageOutcome.Unusable,
        };
    }

    /// <inheritdoc/>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags)
    {
        uncertaintyNanoseconds = Math.Max(uncertaintyNanoseconds, imager.UncertaintyNanoseconds);
        flags |= _flags[0] | _flags[1];
    }
}
