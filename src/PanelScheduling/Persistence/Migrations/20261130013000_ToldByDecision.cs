using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>
    /// Who was told is kept by decision and person, and who is excused by round; an independent review may end without a recommendation. What was told before
    /// stays as it was: in the days of its case.
    /// </summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130013000_ToldByDecision")]
    public partial class ToldByDecision : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(name: "review_ended_on", table: "determination", type: "date", nullable: true);
            migrationBuilder.AddColumn<Guid>(name: "decision_id", table: "held_notice", type: "uuid", nullable: true);
            migrationBuilder.AddColumn<short>(name: "recipient", table: "held_notice", type: "smallint", nullable: false, defaultValue: (short)0);
            migrationBuilder.AddColumn<short>(name: "person", table: "held_notice", type: "smallint", nullable: false, defaultValue: (short)1);
            migrationBuilder.AddColumn<short>(name: "persons", table: "held_notice", type: "smallint", nullable: false, defaultValue: (short)1);
            migrationBuilder.AddColumn<DateOnly>(name: "orally_on", table: "held_notice", type: "date", nullable: true);
            migrationBuilder.AddColumn<DateOnly>(name: "in_writing_on", table: "held_notice", type: "date", nullable: true);
            migrationBuilder.AddColumn<bool>(name: "not_possible", table: "held_notice", type: "boolean", nullable: false, defaultValue: false);
            migrationBuilder.CreateIndex(name: "held_notice_case", table: "held_notice", column: "case_id");
            migrationBuilder.Sql(
                """
                update panel_case set excused = (
                    select coalesce(jsonb_agg(jsonb_build_object('round', each.round, 'recipient', known.recipient)), '[]'::jsonb)
                    from jsonb_array_elements(panel_case.excused) known(recipient), generate_series(1, panel_case.round) each(round));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                update panel_case set excused = (
                    select coalesce(jsonb_agg(distinct known.notice -> 'recipient'), '[]'::jsonb) from jsonb_array_elements(panel_case.excused) known(notice));
                """);
            migrationBuilder.DropIndex(name: "held_notice_case", table: "held_notice");
            foreach (var column in new[] { "not_possible", "in_writing_on", "orally_on", "persons", "person", "recipient", "decision_id" })
            {
                migrationBuilder.DropColumn(name: column, table: "held_notice");
            }

            migrationBuilder.DropColumn(name: "review_ended_on", table: "determination");
        }
    }
}
