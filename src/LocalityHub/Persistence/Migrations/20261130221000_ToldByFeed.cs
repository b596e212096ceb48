using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Which details of a child the daily feed told, so that a return leaves them as they are.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130221000_ToldByFeed")]
    public partial class ToldByFeed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(name: "told_by_feed", table: "child", type: "text[]", nullable: false, defaultValueSql: "'{}'");

            // Until now a return took the place of whatever the feed had told: where a child is otherwise than its newest return says, the feed has told it since.
            migrationBuilder.Sql(
                """
                update child c set told_by_feed = told.details
                from (
                    select k.id, array_remove(array[
                        case when k.date_of_birth is distinct from h.dob and k.date_of_birth is not null then 'date_of_birth' end,
                        case when k.ethnicity is distinct from h.ethnic and k.ethnicity is not null then 'ethnicity' end,
                        case when k.sex is distinct from h.sex and k.sex is not null then 'sex' end,
                        case when k.upn is distinct from h.upn and k.upn is not null then 'upn' end], null) as details
                    from child k
                    join feed_record f on f.child_id = k.id
                    left join lateral (select dob, sex, ethnic, upn from header where child_id = k.id order by held, year desc, source_row limit 1) h on true
                ) told
                where c.id = told.id and told.details <> '{}'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "told_by_feed", table: "child");
        }
    }
}
