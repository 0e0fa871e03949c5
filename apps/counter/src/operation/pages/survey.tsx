import type { SurveyCounts, SurveyText } from '@kaijo/contract';
import { Button } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { Chart } from '../parts/chart.tsx';
import { download } from '../parts/download.ts';
import { Confirm, Field } from '../parts/form.tsx';
import { day, midnightBefore, minute } from '../parts/japan-time.ts';
import {
  OFFICE_ROUTES,
  Outcome,
  TroubleNotice,
  useAct,
  useAnswer,
  useService,
  useServiceClock,
} from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { useOperationTexts } from '../texts/index.ts';

const PAGE = 50;

/** R37: what visitors of the guide said, over time and in their words. */
export function SurveyPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.survey;
  const { act, outcome } = useAct();
  const now = useServiceClock();
  const [from, setFrom] = useState(() => day(midnightBefore(now(), 29)));
  const [to, setTo] = useState(() => day(now()));
  const query = { ...(from && { from }), ...(to && { to }) };
  const { body, trouble } = useAnswer(OFFICE_ROUTES.countSurvey, { query });
  const fetchFile = async () => {
    const file = await act(OFFICE_ROUTES.exportTable, { query: { table: 'survey' } });
    if (file !== undefined) download('kaijo-survey.csv', file.csv);
  };
  return (
    <>
      <TroubleNotice of={trouble} />
      <div className="o-filter">
        <Field label={texts.from} type="date" value={from} onText={setFrom} />
        <Field label={texts.to} type="date" value={to} onText={setTo} />
        <Button look="secondary" onClick={() => void fetchFile()}>
          {texts.csv}
        </Button>
      </div>
      {outcome !== 'done' && <Outcome of={outcome} />}
      {body && <Counts days={body.days} />}
      <h2 className="k-subheading">{words.texts}</h2>
      <SurveyTexts key={JSON.stringify(query)} query={query} />
    </>
  );
}

function Counts({ days }: { readonly days: SurveyCounts['days'] }): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.survey;
  const sum = (name: 'helpful' | 'neither' | 'notHelpful') => days.reduce((all, one) => all + one[name], 0);
  const sums = { helpful: sum('helpful'), neither: sum('neither'), notHelpful: sum('notHelpful') };
  return (
    <>
      <h2 className="k-subheading">{words.chart}</h2>
      <p>{words.summary(sums)}</p>
      {days.length > 0 && (
        <Chart
          kind="stacked"
          summary={words.summary(sums)}
          labels={days.map((one) => one.day)}
          series={(['helpful', 'neither', 'notHelpful'] as const).map((name) => ({
            name: words[name],
            counts: days.map((one) => one[name]),
          }))}
        />
      )}
      <Table
        caption={words.chart}
        rows={days}
        keyOf={(one) => one.day}
        columns={[
          { name: words.day, cell: (one) => one.day },
          { name: words.helpful, number: true, cell: ({ helpful }) => helpful },
          { name: words.neither, number: true, cell: ({ neither }) => neither },
          { name: words.notHelpful, number: true, cell: ({ notHelpful }) => notHelpful },
        ]}
      />
    </>
  );
}

function SurveyTexts({ query }: { readonly query: Record<string, string> }): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.survey;
  const { mayChange } = useService();
  const { act, outcome } = useAct();
  const [limit, setLimit] = useState(PAGE);
  const { body, trouble, reload } = useAnswer(OFFICE_ROUTES.listSurveyTexts, {
    query: { ...query, limit: String(limit) },
  });
  const answers = { helpful: words.helpful, neither: words.neither, 'not-helpful': words.notHelpful };
  const remove = async (id: string) => {
    await act(OFFICE_ROUTES.removeSurveyText, { id });
    await reload();
  };
  if (body === undefined) return <TroubleNotice of={trouble} />;
  return (
    <>
      <Outcome of={outcome} />
      {mayChange && <p>{words.textsLead}</p>}
      <Table<SurveyText>
        caption={words.texts}
        rows={body.texts}
        keyOf={({ id }) => id}
        columns={[
          { name: words.at, cell: ({ at }) => minute(new Date(at)) },
          { name: words.answer, cell: ({ usefulness }) => answers[usefulness] },
          { name: words.language, cell: ({ language }) => language },
          {
            name: words.text,
            cell: ({ text, language }) => (
              <p className="o-words" lang={language} dir="auto">
                {text}
              </p>
            ),
          },
          ...(mayChange
            ? [
                {
                  name: texts.actions,
                  cell: ({ id, at }: SurveyText) => (
                    <Confirm
                      label={`${words.remove}: ${minute(new Date(at))}`}
                      question={words.reallyRemove}
                      onConfirm={() => void remove(id)}
                    >
                      {words.remove}
                    </Confirm>
                  ),
                },
              ]
            : []),
        ]}
      />
      {body.texts.length === limit && limit < 1_000 && (
        <Button look="secondary" onClick={() => setLimit(Math.min(1_000, 2 * limit))}>
          {texts.more}
        </Button>
      )}
    </>
  );
}
