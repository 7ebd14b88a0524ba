using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Thermal;

/// <summary>Takes the EEPROM of an MLX90640, without which its pages are no temperatures; answers nothing by itself.</summary>
/// <param name="imager">Shared with the <see cref="ThermalPageStage"/> of the same chip.</param>
public sealed class ThermalEepromStage(Mlx90640Imager imager) : IStage<Image, Image>
{
    /// <inheritdoc/>
    public StageOutcome Process(in Sample<Image> input, Image output, out long oldestInput)
    {
        oldestInput = input.Stamp.Nanoseconds;
        return imager.TakeEeprom(input.Value) == Mlx90640Refusal.None ? StageOutcome.NeedsMore : StageOutcome.Unusable;
    }
}
