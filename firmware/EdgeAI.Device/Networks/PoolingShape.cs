using System;

namespace EdgeAI.Device.Networks;

/// <summary>What a 1-D pooling takes and gives: channels of samples, all samples of channel 0 first. No padding.</summary>
public sealed class PoolingShape
{
    /// <summary>Channels taken and given.</summary>
    public readonly int Channels;

    /// <summary>Samples of each channel taken.</summary>
    public readonly int InputSamples;

    /// <summary>Samples that are pooled into one.</summary>
    public readonly int Window;

    /// <summary>Samples from one window to the next.</summary>
    public readonly int Stride;

    /// <summary>Samples of each channel given: (samples - window) / stride + 1, rounded down.</summary>
    public readonly int OutputSamples;

    /// <summary>Makes a shape.</summary>
    /// <exception cref="ArgumentException">A size is outside its range.</exception>
    public PoolingShape(int channels, int inputSamples, int window, int stride)
    {
        LayerRules.Size("pooling", "channels", channels, LayerRules.MostValues);
        LayerRules.Size("pooling", "input samples", inputSamples, LayerRules.MostValues / channels);
        LayerRules.Size("pooling", "window", window, inputSamples);
        LayerRules.Size("pooling", "stride", stride, LayerRules.MostValues);
        Channels = channels;
        InputSamples = inputSamples;
        Window = window;
        Stride = stride;
        OutputSamples = ((inputSamples - window) / stride) + 1;
    }

    internal void AppendTo(NetworkDigest digest)
    {
        digest.AppendInt32(Channels);
        digest.AppendInt32(InputSamples);
        digest.AppendInt32(Window);
        digest.AppendInt32(Stride);
    }
}
